import CPUBackend
import Qwen2

/// The texts that run, and the steps that take all of them further.
struct StepRunner: ~Copyable, Sendable {
  private let batch: any ModelBatch
  private let backend: CPUBackend
  /// Rows of prompts in a step in which other texts wait for their next token.
  private let promptRows: Int
  private var ledger: PageLedger
  private let width: Int
  /// Rows of a step that may be spent on guesses.
  private let lookahead: Int
  /// In the order in which they got their turns.
  private var sequences: [TextSequence] = []
  /// Those whose guides find out what they may ask, on other threads.
  private var apart: [TextSequence] = []
  private let guides: GuideQueue
  private(set) var counts = SchedulerCounts()

  /// A text's part of a step.
  private struct Part {
    let sequence: TextSequence
    let rows: Int

    /// Whether the model is asked what comes behind the rows.
    var asks: Bool { rows == sequence.unread }
  }

  /// - Parameters:
  ///   - guides: for texts whose masks take long.
  ///   - width: texts that run at a time; a step has a row for each.
  ///   - lookahead: rows of a step that may be spent on guesses.
  ///   - roomy: pages that may be written before remembered ones are taken again.
  init(
    _ batch: any ModelBatch, _ backend: CPUBackend, _ guides: GuideQueue, width: Int, lookahead: Int, roomy: Int
  ) {
    precondition(width > 0 && width + lookahead <= batch.rows)
    ledger = PageLedger(count: batch.pageCount, roomy: roomy)
    self.batch = batch
    self.backend = backend
    promptRows = batch.rows / 2
    self.guides = guides
    self.width = width
    self.lookahead = lookahead
    counts.pages = ledger.count
  }

  var isEmpty: Bool { sequences.isEmpty && apart.isEmpty }

  /// Whether a text can begin: there are pages for its prompt, and for all that the others have to read, and one more for
  /// each. When they run out later, the youngest texts give theirs back.
  func hasRoom(for request: GenerationRequest) -> Bool {
    if isEmpty { return true }
    guard sequences.count + apart.count < width, !sequences.contains(where: \.isPreempted) else { return false }
    let wanted =
      sequences.reduce(0) { $0 + $1.pagesWanted(for: $1.unread) + 1 }
      + apart.reduce(0) { $0 + $1.pagesWanted(for: 1) + 1 }
    return ledger.available >= wanted + KVPages.pages(for: request.promptTokens.count + 1)
  }

  mutating func add(_ sequence: TextSequence) { sequences.append(sequence) }

  /// Takes the texts a step further and lets those go that have ended.
  ///
  /// - Parameter onEnd: is told when a text that ends had begun.
  mutating func step(onEnd: (ContinuousClock.Instant) -> Void) {
    let began = ContinuousClock.now
    defer { counts.stepTime += .now - began }
    takeBack()
    for sequence in sequences where sequence.turn.isCancelled { sequence.fail(.cancelled) }
    let fresh = sequences.filter(\.waitsForGuide)
    backend.concurrently(fresh.count) { fresh[$0].advance() }
    removeEnded(onEnd)
    setApart()
    let parts = plan()
    if !parts.isEmpty { forward(parts) } else if !apart.isEmpty { guides.wait() }
    removeEnded(onEnd)
    counts.running = sequences.count + apart.count
    counts.rememberedPages = ledger.remembered
    counts.usedPages = ledger.count - ledger.available
  }

  /// Takes back the texts that know what to ask, in the order of their turns.
  private mutating func takeBack() {
    if apart.isEmpty { return }
    for sequence in guides.arrivedTexts() {
      apart.removeAll { $0 === sequence }
      let place = sequences.firstIndex { $0.began > sequence.began } ?? sequences.count
      sequences.insert(sequence, at: place)
    }
  }

  /// Lets those go on by themselves whose guides are slow, so that the model can go on with the others.
  private mutating func setApart() {
    let waiting = sequences.filter(\.waitsForGuide)
    if waiting.isEmpty { return }
    sequences.removeAll(where: \.waitsForGuide)
    for sequence in waiting {
      apart.append(sequence)
      guides.advance(sequence)
    }
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
  /// text that begins as an older one does finds its pages. What is left then may be spent on guesses.
  private mutating func plan() -> [Part] {
    var parts: [Part] = []
    var left = batch.rows
    for sequence in sequences where sequence.unread <= TextSequence.shortRun {
      let rows = min(sequence.unread, left)
      guard rows > 0, havePages(sequence, rows, &parts) else {
        sequence.dropDraft()
        continue
      }
      left -= rows
      parts.append(Part(sequence: sequence, rows: rows))
    }
    if !parts.isEmpty { left = min(left, promptRows) }
    for sequence in sequences where sequence.unread > TextSequence.shortRun {
      if left == 0 { break }
      counts.sharedTokens += sequence.sharePages(&ledger)
      let rows = min(sequence.unread, left)
      sequence.dropDraft()
      guard havePages(sequence, rows, &parts) else { continue }
      parts.append(Part(sequence: sequence, rows: rows))
      left -= rows
    }
    var guesses = lookahead
    for part in parts { admitDraft(part, &left, &guesses) }
    return parts
  }

  /// Lets a text's draft be read with its part where that costs nobody anything.
  ///
  /// - Parameters:
  ///   - left: rows that the step has left.
  ///   - guesses: tokens that may still be guessed in it.
  private mutating func admitDraft(_ part: Part, _ left: inout Int, _ guesses: inout Int) {
    let sequence = part.sequence
    let (draft, guessed) = (sequence.draftRows, sequence.questions - 1)
    guard part.asks, draft <= left, guessed <= guesses,
      sequence.pagesWanted(for: part.rows + draft) <= ledger.available
    else { return sequence.dropDraft() }
    while sequence.pagesWanted(for: part.rows + draft) > 0 { sequence.give(ledger.take()!) }
    left -= draft
    guesses -= guessed
  }

  /// Gives a text the pages for so many rows, those of the youngest texts when there are no others. False when none is
  /// younger: then it waits for those of older ones, or has lost its own. False, too, when it has to wait for those of a
  /// text that is apart.
  private mutating func havePages(_ sequence: TextSequence, _ rows: Int, _ parts: inout [Part]) -> Bool {
    while sequence.pagesWanted(for: rows) > 0 {
      if let page = ledger.take() {
        sequence.give(page)
        continue
      }
      let youngest = (sequences + apart).filter(\.hasPages).max { $0.began < $1.began }!
      // Taking them from an older one, which would take them back, brings neither of them to an end.
      if youngest.began < sequence.began { return false }
      // One that is apart can give them when it is back.
      if apart.contains(where: { $0 === youngest }) { return false }
      youngest.leavePages(&ledger)
      youngest.isPreempted = true
      counts.preemptions += 1
      parts.removeAll { $0.sequence === youngest }
      if youngest === sequence { return false }
    }
    return true
  }

  private mutating func forward(_ parts: [Part]) {
    let began = ContinuousClock.now
    let drawer = batch.drawer
    do throws(ModelError) {
      try batch.forward(parts.map { $0.sequence.run($0.rows, drawing: drawer != nil) })
    } catch {
      for part in parts { part.sequence.fail(.model(error)) }
      counts.failure = error
      return
    }
    counts.failure = nil
    counts.modelTime += .now - began
    counts.steps += 1
    // Those that have been read to their end, and where their logits begin.
    var asking: [(sequence: TextSequence, place: Int)] = []
    var place = 0
    for part in parts where part.asks {
      asking.append((part.sequence, place))
      place += part.sequence.questions
    }
    let length = lookahead / sequences.count
    backend.concurrently(asking.count) { number in
      let (sequence, place) = asking[number]
      if let drawer, let drawn = drawer.drawn(place) {
        sequence.answer(drawn) { draw throws(ModelError) in try drawer.redraw(place, draw) }
      } else {
        sequence.answer { offset, body in batch.withLogits(place + offset, body) }
      }
      sequence.guess(length)
    }
    for part in parts {
      let decodes = part.sequence.decodes(in: part.rows)
      counts.decodeRows += decodes
      counts.prefillRows += part.rows - decodes
      counts.draftedRows += part.sequence.drafting.drafted
      counts.rightRows += part.sequence.drafting.right
      part.sequence.didRead(part.rows + part.sequence.takeAgreement(), &ledger)
    }
    setApart()
  }
}
