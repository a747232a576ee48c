package import HTTPServer
import JSON
package import Store

/// The query of `GET /v1/failures`.
package struct FailureQuery: Sendable, Hashable {
  package static let limits = 1...1_000

  package var filter = FailureFilter()
  package var before: FailureID?
  package var limit = 50

  package init(_ items: [HTTPRequest.QueryItem]) throws(GatewayError) {
    for item in items {
      let path = FieldPath.body.appending(ExactString(item.name))
      let value = item.value ?? ""
      switch item.name {
      case "kind": filter.kind = try Self.word(value, FailureKind.allCases, path)
      case "state": filter.state = try Self.word(value, FailureState.allCases, path)
      case "contract": filter.contract = value
      case "before":
        guard let id = FailureID(value) else { throw .outOfRange(path, allowed: "a failure's id", given: "'\(value)'") }
        before = id
      case "limit":
        guard let number = Int(value), Self.limits.contains(number) else {
          throw .outOfRange(
            path, allowed: "an integer from \(Self.limits.lowerBound) to \(Self.limits.upperBound)",
            given: "'\(value)'")
        }
        limit = number
      default: throw .unknownField(path)
      }
    }
  }

  private static func word<Word: RawRepresentable<String>>(
    _ text: String, _ words: [Word], _ path: FieldPath
  ) throws(GatewayError) -> Word {
    guard let word = Word(rawValue: text) else {
      throw .outOfRange(path, allowed: words.map { "'\($0.rawValue)'" }.joined(separator: ", "), given: "'\(text)'")
    }
    return word
  }
}
