import JSON
import Masking
import Tokenizer

/// The steps that took longest, at most one a schema, with the state before each.
struct SlowestSteps {
  private struct Entry {
    let elapsed: Double
    let schema: String
    let state: String
    let end: String
  }

  private static let limit = 10
  private var entries: [Entry] = []
  /// The slowest step of the schema under way.
  private var candidate: (elapsed: Double, text: Int, step: Int)?

  mutating func add(_ elapsed: Double, text: Int, step: Int) {
    if elapsed > candidate?.elapsed ?? 0 { candidate = (elapsed, text, step) }
  }

  /// Takes the slowest step of a schema over, if it is among the slowest of all.
  mutating func describe(_ schema: String, _ first: Matcher, _ texts: [[TokenID]]) throws(MaskingError) {
    guard let slow = candidate else { return }
    candidate = nil
    if entries.count == Self.limit, entries[Self.limit - 1].elapsed >= slow.elapsed { return }
    var matcher = first
    for token in texts[slow.text][..<slow.step] { try matcher.accept(token) }
    let end = String(decoding: matcher.text.suffix(40), as: UTF8.self)
    entries.append(
      Entry(elapsed: slow.elapsed, schema: schema, state: try matcher.stateDescription(), end: end))
    entries.sort { $0.elapsed > $1.elapsed }
    if entries.count > Self.limit { entries.removeLast() }
  }

  var report: JSONValue {
    .array(
      entries.map {
        [
          "us": .number(JSONNumber($0.elapsed)), "schema": .string($0.schema), "state": .string($0.state),
          "after": .string($0.end),
        ]
      })
  }
}
