package import CPUBackend
package import CUDABackend
package import JSON
import Masking
import Qwen2
import Tensors
package import Tokenizer

/// A model with its tokenizer, generating texts several at a time.
package final class Engine: Sendable {
  package let modelName: String
  package let tokenizer: Tokenizer
  /// Tokens that prompt and answer may have together.
  package let contextLength: Int
  /// What the model asks to be sampled with, for requests that say nothing else; without a seed.
  package let sampling: SamplingParameters
  let model: any LanguageModel
  /// The processor, where masks are made and tokens are drawn, and the model computes where it has no GPU.
  package let backend: CPUBackend
  let vocabulary: MaskingVocabulary
  /// What a text without constraint may consist of: everything that spells text, and the end tokens.
  let textMask: TokenBitmask
  let prompts: PromptEncoder
  let calls: ToolCallFormat
  private let scheduler: Scheduler
  private let compiling = CompileQueue()
  /// Of its own, so that no request waits for the report of a schema that takes long.
  let checking = CompileQueue()
  private let constraints: ConstraintCache

  /// Loads a Hugging Face directory, or a GGUF file: see `ModelFiles`.
  ///
  /// - Parameters:
  ///   - modelName: the directory's name when nil.
  ///   - device: the GPU on which the model computes; nil for the processor.
  ///   - isDeterministic: whether a text must not depend on what is written beside it on a GPU either.
  ///   - threads: for the processor's arithmetic; nil means one for each core.
  ///   - chatTemplate: nil means the directory's own.
  ///   - quantization: what the matrices of a model in floats are rounded to; nil leaves them.
  ///   - waitingLimit: requests that may wait for their turn.
  ///   - width: texts that run at a time.
  ///   - lookahead: rows of a step that may be spent on guesses of what comes next.
  ///   - patience: what a text's masks may take before the others go on without it.
  ///   - cacheBytes: for keys and values of all texts. nil means what the longest text needs, but at least
  ///     `usualCacheBytes`, and on a GPU nine tenths of what is free; less than the longest text makes the context shorter.
  package init(
    modelDirectory: String, modelName: String? = nil, device: CUDADevice? = nil, isDeterministic: Bool = false,
    threads: Int? = nil, chatTemplate: ChatTemplate? = nil,
    quantization: Quantization.Element? = nil, waitingLimit: Int = 256, width: Int = Engine.usualWidth,
    cacheBytes: Int? = nil, lookahead: Int = Engine.usualLookahead, patience: Duration = Engine.usualPatience
  ) throws(EngineError) {
    let files = try ModelFiles(path: modelDirectory)
    let outline = try files.outline(rounding: quantization)
    var pages = 0
    if let device {
      try Self.checkFit(outline, device)
    } else {
      pages = try Self.pages(outline, cacheBytes)
      try Self.checkFit(outline, pages)
    }
    do throws(BackendError) {
      backend = try CPUBackend(threads: threads)
    } catch {
      throw .model(.backend(error))
    }
    model = try files.model(backend, quantization: quantization, device: device)
    tokenizer = try files.tokenizer()
    let rows = model.config.vocabularySize
    guard tokenizer.vocabulary.count <= rows else {
      throw .vocabularyExceedsModel(tokens: tokenizer.vocabulary.count, rows: rows)
    }
    let ends = Set(model.endTokens.map { TokenID(rawValue: UInt32(bitPattern: $0)) }).sorted()
    guard !ends.isEmpty else { throw .noEndToken }
    do throws(MaskingError) {
      vocabulary = try MaskingVocabulary(tokenizer.vocabulary, size: rows, endTokens: ends)
    } catch {
      throw .masking(error)
    }
    textMask = Self.textMask(tokenizer.vocabulary, size: rows, endTokens: ends)
    let template: ChatTemplate
    if let chatTemplate {
      template = chatTemplate
    } else {
      template = try files.chatTemplate(model.config.family)
    }
    prompts = try PromptEncoder(tokenizer, template: template)
    do throws(TokenizerError) {
      calls = try ToolCallFormat(tokenizer, vocabulary, CallForm(template))
    } catch {
      throw .tokenizer(error)
    }
    sampling = try files.sampling()
    let decodes = width + lookahead
    var size = BatchSize(
      pages: pages, rows: max(decodes, device == nil ? Self.stepRows : Self.deviceStepRows), decodes: decodes,
      maskWords: textMask.words.count, isDeterministic: isDeterministic)
    let batch: any ModelBatch
    do throws(ModelError) {
      if let model = model as? Qwen2DeviceModel { size.pages = try Self.pages(model, cacheBytes, size) }
      batch = try model.makeBatch(size)
    } catch {
      throw .model(error)
    }
    contextLength = min(model.config.maximumPositions, size.pages * KVPages.pageTokens)
    // Of a processor's memory, what nobody asked for is not spent on remembering; a GPU's is taken in any case.
    let roomy = device == nil ? (cacheBytes ?? Self.usualCacheBytes) / model.pageBytes : size.pages
    do throws(BackendError) {
      scheduler = try Scheduler(
        batch, backend, width: width, lookahead: lookahead, roomy: roomy, waitingLimit: waitingLimit,
        patience: patience)
    } catch {
      throw .model(.backend(error))
    }
    self.modelName = modelName ?? files.name
    self.waitingLimit = waitingLimit
    constraints = ConstraintCache(vocabulary, compiling)
  }

  /// Whether the model has been trained to call tools: its template teaches it, and where the form has a token of its own,
  /// the tokenizer has that.
  package var knowsCalls: Bool {
    switch prompts.template {
    case .qwen2, .llama3: false
    case .qwen2_5, .qwen3: tokenizer.vocabulary.id(of: String(decoding: calls.form.marker, as: UTF8.self)) != nil
    case .llama3_1: true
    }
  }

  /// Texts that run at a time where nobody says otherwise.
  package static let usualWidth = 16
  /// Bytes of keys and values where nobody says otherwise and the longest text needs no more.
  package static let usualCacheBytes = 512 << 20
  package static let usualLookahead = 8
  /// A few usual masks of a large vocabulary that have to be walked.
  package static let usualPatience = Duration.milliseconds(5)
  /// Most rows of a step: enough of a prompt to use each weight often.
  private static let stepRows = 128
  /// The same on a GPU.
  private static let deviceStepRows = 512

  /// Requests that wait for their turn.
  package var waiting: Int { scheduler.waiting }
  /// Requests that may wait.
  package let waitingLimit: Int
  /// Whether a request has its turn.
  package var isBusy: Bool { scheduler.isBusy }
  /// What the scheduler has done and holds.
  package var statistics: SchedulerCounts { scheduler.statistics }

  /// The tokens of a conversation, an assistant's turn opened at the end.
  ///
  /// - Parameters:
  ///   - schema: shown to the model at the end of the system message when there is one; see `PromptEncoder`.
  ///   - tools: function definitions that the model is shown, as in `ChatTemplate.parts`.
  package func prompt(
    _ messages: [ChatMessage], schema: JSONValue? = nil, tools: [JSONValue] = []
  ) throws(GenerationError) -> [TokenID] {
    do throws(TokenizerError) {
      return try prompts.encode(messages, schema: schema, tools: tools)
    } catch {
      throw .tokenizer(error)
    }
  }

  /// The schema's constraint, where it has been asked for lately.
  package func compiled(schema: JSONValue) -> DocumentConstraint? { constraints.known(schema) }

  /// The schema's constraint, from the cache where it has been asked for lately. When the task is cancelled, it throws
  /// at once.
  package func compile(schema: JSONValue) async throws(GenerationError) -> DocumentConstraint {
    try await constraints.constraint(for: schema)
  }

  /// Tools that may be called, with the schemas of their arguments.
  ///
  /// - Throws: `toolSchema` and `noArguments`, with the tool's place.
  package func compile(
    tools: [(name: String, schema: JSONValue)]
  ) async throws(GenerationError) -> [CallableTool] {
    var callable: [CallableTool] = []
    for (place, tool) in tools.enumerated() {
      do throws(GenerationError) {
        let arguments = try await compile(schema: tool.schema)
        guard let tool = try CallableTool(name: tool.name, arguments: arguments) else {
          throw .noArguments(tool: place)
        }
        callable.append(tool)
      } catch {
        guard case .schema(let error) = error else { throw error }
        throw .toolSchema(error, tool: place)
      }
    }
    return callable
  }

  /// Generates a text when its turn has come, beside others. Requests of one client and priority get their turns in the
  /// order in which they come. What is generated does not depend on what runs beside it. When the task is cancelled, or
  /// it is interrupted, it throws at once and what runs stops before its next token.
  ///
  /// - Parameter onPiece: is told text and calls as they come, whole code points at a time, on the thread that all texts
  ///   wait for.
  package func generate(
    _ request: GenerationRequest, interruption: Interruption? = nil,
    onPiece: @escaping @Sendable (OutputPiece) -> Void = { _ in }
  ) async throws(GenerationError) -> GenerationResult {
    let (prompt, budget) = (request.promptTokens.count, request.maxTokens)
    guard budget <= contextLength, prompt <= contextLength - budget else {
      throw .contextExceeded(prompt: prompt, budget: budget, limit: contextLength)
    }
    guard prompt > 0 else { throw .model(.noTokens) }
    let pending = PendingOutcome<GenerationResult>(scheduler.handover)
    let turn = try scheduler.enqueue(at: request.place) { turn in
      WaitingText(request: request, turn: turn, engine: self, emit: onPiece, end: { pending.end($0) })
    }
    let cancel: @Sendable () -> Void = {
      turn.cancel()
      pending.end(.failure(.cancelled))
    }
    interruption?.handle(cancel)
    let outcome = await withTaskCancellationHandler {
      await pending.value()
    } onCancel: {
      cancel()
    }
    return try outcome.get()
  }

  /// Pages of the cache.
  private static func pages(_ model: ModelOutline, _ bytes: Int?) throws(EngineError) -> Int {
    let page = model.cacheShape.pageBytes
    guard let bytes else {
      return max(KVPages.pages(for: model.config.maximumPositions), usualCacheBytes / page)
    }
    guard bytes >= page else { throw .cacheTooSmall(bytes: bytes, page: page) }
    return bytes / page
  }

  /// Pages of a cache on a GPU.
  private static func pages(_ model: Qwen2DeviceModel, _ bytes: Int?, _ size: BatchSize) throws(ModelError) -> Int {
    let room = try model.roomForPages(size)
    let pages = bytes.map { $0 / model.pageBytes } ?? room
    guard pages > 0, pages <= room else {
      throw .noRoomForCache(bytes: bytes ?? model.pageBytes, room: room * model.pageBytes)
    }
    return pages
  }

  private static func checkFit(_ model: ModelOutline, _ device: CUDADevice) throws(EngineError) {
    do throws(CUDAError) {
      let (free, needed) = (try device.freeMemory(), model.weightBytes)
      guard needed <= free else { throw .outOfMemory(bytes: needed, free: free) }
    } catch {
      throw .model(.cuda(error))
    }
  }

  private static func checkFit(_ model: ModelOutline, _ pages: Int) throws(EngineError) {
    let memory: SystemMemory
    do throws(TensorError) {
      memory = try SystemMemory.read()
    } catch {
      throw .model(.tensors(error))
    }
    let need = MemoryNeed(weights: model.weightBytes, cache: model.cacheBytes(tokens: pages * KVPages.pageTokens))
    guard need.fits(memory) else { throw .doesNotFit(need, memory) }
  }

  private static func textMask(_ vocabulary: Vocabulary, size: Int, endTokens: [TokenID]) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: size)
    for index in 0..<vocabulary.count {
      let token = TokenID(index)
      let kind = vocabulary.kind(of: token)
      mask[token] = kind == .ordinary || kind == .added
    }
    for token in endTokens { mask[token] = true }
    return mask
  }
}
