import JSON

/// `size` and `in`.
enum CollectionFunctions {
  private static func sizes(_ type: RuleType, _ size: @escaping @Sendable (Value) -> Int) -> [Overload] {
    let body: Overload.Body = { (values, meter) throws(EvaluationProblem) in
      if case .string(let text) = values[0] { try meter.chargeTraversal(text.utf8.count) }
      return .int(Int64(size(values[0])))
    }
    return [.global([type], .int, body), .member(type, [], .int, body)]
  }

  static let all = [
    Function(
      "size",
      sizes(.string) { $0.text.unicodeScalars.count } + sizes(.bytes) { $0.bytes.count }
        + sizes(.list(.parameter("A"))) { $0.items.count }
        + sizes(.map(key: .parameter("A"), value: .parameter("B"))) { $0.map.count }),
    Function(
      "@in",
      [
        .global([.parameter("A"), .list(.parameter("A"))], .bool) { (values, meter) throws(EvaluationProblem) in
          for item in values[1].items {
            if try item.isEqual(to: values[0], &meter) { return .bool(true) }
          }
          return .bool(false)
        },
        .global([.parameter("A"), .map(key: .parameter("A"), value: .parameter("B"))], .bool) {
          (values, _) throws(EvaluationProblem) in .bool(values[1].map[values[0]] != nil)
        },
      ]),
  ]
}
