import JSON

/// `contains`, `startsWith`, `endsWith`, `matches`.
enum TextFunctions {
  private static func predicate(
    _ name: String, _ holds: @escaping @Sendable ([UInt8], [UInt8]) -> Bool
  ) -> Function {
    Function(
      name,
      [
        .member(.string, [.string], .bool) { (values, meter) throws(EvaluationProblem) in
          let (text, part) = (Array(values[0].text.utf8), Array(values[1].text.utf8))
          try meter.chargeTraversal(text.count + part.count)
          return .bool(holds(text, part))
        }
      ])
  }

  private static let matches: Overload.Body = { (values, meter) throws(EvaluationProblem) in
    .bool(try TextPattern(values[1].text).matches(ExactString(values[0].text), &meter))
  }

  static let all = [
    predicate("contains") { TextSearch.first($1, in: $0) != nil },
    predicate("startsWith") { $0.starts(with: $1) },
    predicate("endsWith") { $0.suffix($1.count).elementsEqual($1) },
    Function(
      "matches", [.member(.string, [.string], .bool, matches), .global([.string, .string], .bool, matches)]),
  ]
}
