import CPUBackend
import Masking
import Qwen2
import Tokenizer

extension TextSequence {
  /// What is guessed of a sequence's future.
  struct Drafting {
    fileprivate var lookup = PromptLookup()
    fileprivate var foresight = Foresight()
    /// Behind all rows, while there is a question.
    fileprivate(set) var draft = Draft()
    /// Rows of the last draft, and those of them that have come true, until the latter are taken.
    fileprivate(set) var drafted = 0
    fileprivate(set) var right = 0
    /// Whether a guess has met a limit: the next ones would take as long to find that out.
    fileprivate var hasMetLimit = false
  }

  /// Rows of the draft.
  var draftRows: Int { drafting.draft.rows.count }

  /// Rows that ask for logits when it is read to its end.
  var questions: Int { 1 + drafting.draft.rows.count(where: \.wantsLogits) }

  /// Guesses what may come behind the question, from at most as many tokens as `limit` says.
  func guess(_ limit: Int) {
    drafting.draft = Draft()
    // What a prompt is followed by is seldom a part of it.
    guard request.allowsGuesses, !isSlow, question != nil, !tokens.isEmpty, !drafting.hasMetLimit else { return }
    let length = min(limit, drafting.foresight.next())
    if length == 0 { return }
    while drafting.lookup.count < rows.count { drafting.lookup.append(rows[drafting.lookup.count].token) }
    follow(drafting.lookup.guess(length))
  }

  func dropDraft() { drafting.draft = Draft() }

  /// Takes a token for the question, and one for each further question that the draft's rows have an answer to, as long as
  /// the text goes where the draft went. Where it leaves the draft and the guide is slow, it is left to wait for that.
  ///
  /// - Parameter withLogits: calls its body with the logits of that number among those that the sequence asked for.
  func answer(_ withLogits: (Int, (borrowing Span<Float>) -> Void) -> Void) {
    let start = rows.count
    let draft = drafting.draft
    // Rows of the draft behind which there is a question; -1 is the last certain row.
    let places = [-1] + draft.rows.indices.filter { draft.rows[$0].wantsLogits }
    for (number, place) in places.enumerated() {
      let new = rows[start...]
      guard question != nil, new.count == place + 1, draft.agreement(with: new) == new.count else { break }
      withLogits(number) { sample($0) }
      // What follows a token of the draft is asked while the model's answer is there.
      if isSlow, draft.agreement(with: rows[start...]) < rows.count - start { break }
      advance()
    }
    drafting.draft = Draft()
    drafting.drafted = draft.rows.count
    drafting.right = draft.agreement(with: rows[start...])
    if drafting.drafted > 0 { drafting.foresight.note(guessed: drafting.drafted, right: drafting.right) }
  }

  /// Rows that have been read because they were guessed.
  func takeAgreement() -> Int {
    defer { (drafting.drafted, drafting.right) = (0, 0) }
    return drafting.right
  }

  /// Makes a draft of a guess, by a guide of its own: what the guide does not allow ends it.
  private func follow(_ guess: ArraySlice<Int32>) {
    var (guide, rest, mask) = (guide!, guess, question!.mask)
    func isEnd(_ token: TokenID) -> Bool { text.engine.vocabulary.endTokens.contains(token) }
    do throws(GenerationError) {
      while let next = rest.popFirst() {
        let token = TokenID(rawValue: UInt32(bitPattern: next))
        guard mask[token], !isEnd(token), try guide.take(token) != nil else { return }
        drafting.draft.rows.append(Self.row(token, .decode))
        let start = draftRows
        defer { Self.settleKinds(ofForced: &drafting.draft.rows[start...]) }
        var isForced = true
        while isForced {
          switch try guide.step(remaining: request.maxTokens - tokens.count - draftRows) {
          case .ended: return
          case .forced(let only):
            guard !isEnd(only), try guide.take(only) != nil else { return }
            drafting.draft.rows.append(Self.row(only, .prefill))
            rest = rest.first == Int32(bitPattern: only.rawValue) ? rest.dropFirst() : []
          case .sampled(let more):
            mask = more
            isForced = false
          }
        }
        drafting.draft.rows[draftRows - 1].wantsLogits = true
      }
    } catch {
      // The text itself need not come to it, and reports it if it does. What was drafted before holds.
      drafting.draft.dropUnasked()
      drafting.hasMetLimit = true
    }
  }
}
