import Tokenizer

/// A conversation whose oldest turns may go, so that the rest fits. What stands before all turns stays, and so does the
/// last turn. A turn begins with what a user says and has all up to the next such message, so that a tool's call never
/// goes without its result.
struct ConversationWindow: Sendable {
  private let system: [ChatMessage]
  private let turns: [[ChatMessage]]

  init(_ messages: [ChatMessage]) {
    system = Array(messages.prefix { $0.role == .system })
    var turns: [[ChatMessage]] = []
    for message in messages.dropFirst(system.count) {
      if message.role == .user || turns.isEmpty { turns.append([]) }
      turns[turns.count - 1].append(message)
    }
    self.turns = turns
  }

  /// Turns that may go.
  var spareTurns: Int { max(0, turns.count - 1) }

  func messages(without count: Int) -> [ChatMessage] { system + turns.dropFirst(count).joined() }

  /// The smallest number of turns without which the conversation fits; all spare turns when none is enough.
  func turnsToLeaveOut<Failure: Error>(
    toFit fits: ([ChatMessage]) throws(Failure) -> Bool
  ) throws(Failure) -> Int {
    var (low, high) = (0, spareTurns)
    while low < high {
      let middle = (low + high) / 2
      if try fits(messages(without: middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
