import CPUBackend
import Qwen2

/// The texts that run, and the steps that take all of them further.
struct StepRunner: ~Copyable, Sendable {
  /// A text with as many unread tokens is not taken for one that reads a prompt.
  private static let shortRun = 16
  /// Rows of prompts in a step in which other texts wait for their next token.
  private static let promptRows = 64

  private var batch: Qwen2Batch
  private var ledger: PageLedger
  private let width: Int
  /// In the order in which they got their turns.
  private var sequences: [TextSequence] = []
  private(set) var counts = SchedulerCounts()

  /// A text's part of a step.
  private struct Part {
    let sequence: TextSequence
    let rows: Int
  }

  /// - Parameter width: texts that run at a time; a step has a row for each.
  init(_ batch: consuming Qwen2Batch, width: Int) {
    precondition(width > 0 && width <= batch.rows)
    ledger = PageLedger(count: batch.pageCount)
    self.batch = batch
    self.width = width
    counts.pages = ledger.count
  }

  var isEmpty: Bool { sequences.isEmpty }

  /// Whether a text can begin: there are pages for its prompt, and for all that the others have to read, and one more for
  /// each. When they run out later, the youngest texts give theirs back.
  func hasRoom(for request: GenerationRequest) -> Bool {
    if sequences.isEmpty { return true }
    guard sequences.count < width, !sequences.contains(where: \.isPreempted) else { return false }
    let wanted = sequences.reduce(0) { $0 + $1.pagesWanted(for: $1.unread) + 1 }
    return ledger.available >= wanted + KVPages.pages(for: request.promptTokens.count + 1)
  }

  mutating func add(_ sequence: TextSequence) { sequences.append(sequence) }

  /// Takes the texts a step further and lets those go that have ended.
  ///
  /// - Parameter onEnd: is told when a text that ends had begun.
  mutating func step(onEnd: (ContinuousClock.Instant) -> Void) {
    let began = ContinuousClock.now
    defer { counts.stepTime += .now - began }
    for sequence in sequences where sequence.turn.isCancelled { sequence.fail(.cancelled) }
    let fresh = sequences.filter { $0.question == nil && $0.outcome == nil }
    batch.model.backend.concurrently(fresh.count) { fresh[$0].advance() }
    removeEnded(onEnd)
    let parts = plan()
    if !parts.isEmpty { forward(parts) }
    removeEnded(onEnd)
    counts.running = sequences.count
    counts.rememberedPages = ledger.remembered
    counts.usedPages = ledger.count - ledger.available
  }

  private mutating func removeEnded(_ onEnd: (ContinuousClock.Instant) -> Void) {
    let ended = sequences.filter { $0.outcome != nil }
    if ended.isEmpty { return }
    sequences.removeAll { $0.outcome != nil }
    for sequence in ended {
      sequence.leavePages(&ledger)
      onEnd(sequence.began)
      sequence.tellOutcome()
    }
  }

  /// Which texts read how much. Sampled tokens go first; what is left goes to prompts, the oldest text first, so that a
  /// text that begins as an older one does finds its pages.
  private mutating func plan() -> [Part] {
    var parts: [Part] = []
    var left = batch.rows
    for sequence in sequences where sequence.unread <= Self.shortRun {
      let rows = min(sequence.unread, left)
      guard rows > 0, havePages(sequence, rows, &parts) else { continue }
      parts.append(Part(sequence: sequence, rows: rows))
      left -= rows
    }
    if !parts.isEmpty { left = min(left, Self.promptRows) }
    for sequence in sequences where sequence.unread > Self.shortRun {
      if left == 0 { break }
      counts.sharedTokens += sequence.sharePages(&ledger)
      let rows = min(sequence.unread, left)
      guard havePages(sequence, rows, &parts) else { continue }
      parts.append(Part(sequence: sequence, rows: rows))
      left -= rows
    }
    return parts
  }

  /// Gives a text the pages for so many rows, those of the youngest texts when there are no others. False when it is
  /// itself the youngest one and has lost its own.
  private mutating func havePages(_ sequence: TextSequence, _ rows: Int, _ parts: inout [Part]) -> Bool {
    while sequence.pagesWanted(for: rows) > 0 {
      if let page = ledger.take() {
        sequence.give(page)
        continue
      }
      let youngest = sequences.last { $0.hasPages }!
      youngest.leavePages(&ledger)
      youngest.isPreempted = true
      counts.preemptions += 1
      parts.removeAll { $0.sequence === youngest }
      if youngest === sequence { return false }
    }
    return true
  }

  private mutating func forward(_ parts: [Part]) {
    do throws(ModelError) {
      try batch.forward(parts.map { $0.sequence.run($0.rows) })
    } catch {
      for part in parts { part.sequence.fail(.model(error)) }
      return
    }
    counts.steps += 1
    var asking: [TextSequence] = []
    for part in parts {
      let decodes = part.sequence.decodes(in: part.rows)
      counts.decodeRows += decodes
      counts.prefillRows += part.rows - decodes
      part.sequence.didRead(part.rows, &ledger)
      if part.sequence.unread == 0 { asking.append(part.sequence) }
    }
    batch.model.backend.concurrently(asking.count) { place in
      batch.withLogits(place) { asking[place].sample($0) }
      asking[place].advance()
    }
  }
}
