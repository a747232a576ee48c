import JSON

/// The strings library of Kubernetes: positions and lengths are in code points.
enum StringExtension {
  private static func scalars(_ value: Value, _ meter: inout CostMeter) throws(EvaluationProblem) -> [Unicode.Scalar] {
    try meter.chargeTraversal(value.text.utf8.count)
    return Array(value.text.unicodeScalars)
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> Value {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return .string(String(text))
  }

  private static func range(_ function: String, _ index: Int64) -> EvaluationProblem {
    .invalidArgument(function: function, reason: "index \(index) is out of range")
  }

  private static func map(
    _ name: String, _ transform: @escaping @Sendable ([Unicode.Scalar]) -> [Unicode.Scalar]
  ) -> Function {
    Function(
      name,
      [
        .member(.string, [], .string) { (values, meter) throws(EvaluationProblem) in
          string(transform(try scalars(values[0], &meter)))
        }
      ])
  }

  private static func cased(_ name: String, _ range: ClosedRange<UInt32>) -> Function {
    map(name) { $0.map { range.contains($0.value) ? Unicode.Scalar(UInt8($0.value ^ 0x20)) : $0 } }
  }

  // MARK: Positions

  private static func indexOf(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let (text, part) = (try scalars(values[0], &meter), try scalars(values[1], &meter))
    let start = values.count > 2 ? values[2].int : 0
    guard part.isEmpty || values.count < 3 || (0..<Int64(max(1, text.count))).contains(start) else {
      throw range("indexOf", start)
    }
    if part.isEmpty {
      guard (0...Int64(text.count)).contains(start) else { throw range("indexOf", start) }
      return .int(start)
    }
    guard let found = TextSearch.first(part, in: text, from: Int(start)) else { return .int(-1) }
    return .int(Int64(found))
  }

  private static func lastIndexOf(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let (text, part) = (try scalars(values[0], &meter), try scalars(values[1], &meter))
    let last = values.count > 2 ? values[2].int : Int64(text.count)
    guard (0...Int64(text.count)).contains(last), values.count < 3 || last < text.count || text.isEmpty || part.isEmpty
    else { throw range("lastIndexOf", last) }
    if part.isEmpty { return .int(last) }
    guard let found = TextSearch.last(part, in: text, upTo: Int(last)) else { return .int(-1) }
    return .int(Int64(found))
  }

  private static func substring(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let text = try scalars(values[0], &meter)
    let start = values[1].int
    let end = values.count > 2 ? values[2].int : Int64(text.count)
    guard (0...Int64(text.count)).contains(start) else { throw range("substring", start) }
    guard (0...Int64(text.count)).contains(end) else { throw range("substring", end) }
    guard start <= end else {
      throw .invalidArgument(function: "substring", reason: "the start \(start) is behind the end \(end)")
    }
    return string(text[Int(start)..<Int(end)])
  }

  // MARK: Parts

  private static func replace(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let text = try scalars(values[0], &meter)
    let (old, new) = (try scalars(values[1], &meter), try scalars(values[2], &meter))
    var left = values.count > 3 ? values[3].int : -1
    var result: [Unicode.Scalar] = []
    var place = 0
    if old.isEmpty {
      // The empty text stands before every code point and at the end.
      for index in 0...text.count {
        if left != 0 {
          try meter.chargeTraversal(new.count)
          result += new
          left -= left > 0 ? 1 : 0
        }
        if index < text.count { result.append(text[index]) }
      }
      return string(result)
    }
    while left != 0, let found = TextSearch.first(old, in: text, from: place) {
      try meter.chargeTraversal(new.count + found - place)
      result += text[place..<found] + new
      place = found + old.count
      left -= left > 0 ? 1 : 0
    }
    return string(result + text[place...])
  }

  private static func split(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let (text, separator) = (try scalars(values[0], &meter), try scalars(values[1], &meter))
    let limit = values.count > 2 ? values[2].int : -1
    if limit == 0 { return .list([]) }
    var parts: [Value] = []
    var place = 0
    if separator.isEmpty {
      while place < text.count, limit < 0 || parts.count < limit - 1 {
        try meter.charge(1)
        parts.append(string([text[place]]))
        place += 1
      }
      if place < text.count { parts.append(string(text[place...])) }
      return .list(parts)
    }
    while limit < 0 || parts.count < limit - 1, let found = TextSearch.first(separator, in: text, from: place) {
      try meter.charge(1)
      parts.append(string(text[place..<found]))
      place = found + separator.count
    }
    parts.append(string(text[place...]))
    return .list(parts)
  }

  private static func join(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    let separator = values.count > 1 ? values[1].text : ""
    var text = ""
    for (index, item) in values[0].items.enumerated() {
      guard case .string(let part) = item else { throw .noOverload(function: "join", types: [item.typeName]) }
      try meter.chargeTraversal(part.utf8.count + separator.utf8.count)
      text += index == 0 ? part.text : separator + part.text
    }
    return .string(text)
  }

  /// A double-quoted text with the escapes of CEL for control characters, quotes and backslashes.
  private static func quote(_ values: [Value], _ meter: inout CostMeter) throws(EvaluationProblem) -> Value {
    try meter.chargeTraversal(values[0].text.utf8.count)
    let escapes: [Unicode.Scalar: String] = [
      "\u{07}": "\\a", "\u{08}": "\\b", "\u{0C}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{0B}": "\\v",
      "\\": "\\\\", "\"": "\\\"",
    ]
    var text = "\""
    for scalar in values[0].text.unicodeScalars { text += escapes[scalar] ?? String(scalar) }
    return .string(text + "\"")
  }

  static let all: [Function] = [
    Function(
      "charAt",
      [
        .member(.string, [.int], .string) { (values, meter) throws(EvaluationProblem) in
          let (text, index) = (try scalars(values[0], &meter), values[1].int)
          guard (0...Int64(text.count)).contains(index) else { throw range("charAt", index) }
          return string(text[Int(index)...].prefix(1))
        }
      ]),
    Function(
      "indexOf", [.member(.string, [.string], .int, indexOf), .member(.string, [.string, .int], .int, indexOf)]),
    Function(
      "lastIndexOf",
      [.member(.string, [.string], .int, lastIndexOf), .member(.string, [.string, .int], .int, lastIndexOf)]),
    Function(
      "substring",
      [.member(.string, [.int], .string, substring), .member(.string, [.int, .int], .string, substring)]),
    cased("lowerAscii", 0x41...0x5A), cased("upperAscii", 0x61...0x7A), map("reverse") { $0.reversed() },
    map("trim") { text in
      let rest = text.drop { $0.properties.isWhitespace }
      return rest.lastIndex { !$0.properties.isWhitespace }.map { Array(rest[...$0]) } ?? []
    },
    Function(
      "replace",
      [
        .member(.string, [.string, .string], .string, replace),
        .member(.string, [.string, .string, .int], .string, replace),
      ]),
    Function(
      "split",
      [
        .member(.string, [.string], .list(.string), split), .member(.string, [.string, .int], .list(.string), split),
      ]),
    Function(
      "join",
      [.member(.list(.string), [], .string, join), .member(.list(.string), [.string], .string, join)]),
    Function("strings.quote", [.global([.string], .string, quote)]),
    Function(
      "format",
      [
        .member(.string, [.list(.dyn)], .string) { (values, meter) throws(EvaluationProblem) in
          var formatter = TextFormatter(arguments: values[1].items)
          return .string(try formatter.format(values[0].text, &meter))
        }
      ]),
  ]
}
