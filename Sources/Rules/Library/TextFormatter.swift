import Glibc
import JSON

/// `format`: `%s %d %b %o %x %X %e %f` with an optional precision for the last two, and `%%`.
struct TextFormatter {
  private let arguments: [Value]
  private var next = 0

  /// Decimals that may be asked for.
  private static let precisionLimit = 100
  private static let defaultPrecision = 6

  init(arguments: [Value]) { self.arguments = arguments }

  private func invalid(_ reason: String) -> EvaluationProblem { .invalidArgument(function: "format", reason: reason) }

  mutating func format(_ template: String, _ meter: inout CostMeter) throws(EvaluationProblem) -> String {
    try meter.chargeTraversal(template.utf8.count)
    var result = ""
    var rest = template.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        result += "%"
        continue
      }
      var precision = Self.defaultPrecision
      if rest.first == "." {
        rest.removeFirst()
        let digits = rest.prefix { $0.isASCII && $0.properties.numericType == .decimal }
        rest = rest.dropFirst(digits.count)
        guard let number = Int(String(digits)), number <= Self.precisionLimit else {
          throw invalid("a precision of '\(String(digits))'")
        }
        precision = number
      }
      guard let verb = rest.popFirst() else { throw invalid("the template ends in a clause") }
      guard next < arguments.count else { throw invalid("there is no argument \(next)") }
      let argument = arguments[next]
      next += 1
      let text = try clause(verb, argument, precision, &meter)
      try meter.chargeTraversal(text.utf8.count)
      result += text
    }
    return result
  }

  private func clause(
    _ verb: Unicode.Scalar, _ value: Value, _ precision: Int, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> String {
    func mismatch() -> EvaluationProblem { invalid("%\(verb) cannot show \(value.typeName)") }
    switch verb {
    case "s": return try Self.text(of: value, &meter)
    case "d":
      switch value {
      case .int(let number): return String(number)
      case .uint(let number): return String(number)
      case .double(let number) where !number.isFinite: return number.celText
      default: throw mismatch()
      }
    case "b":
      if case .bool(let flag) = value { return flag ? "1" : "0" }
      return try integer(value, radix: 2, mismatch())
    case "o": return try integer(value, radix: 8, mismatch())
    case "x", "X":
      let isUppercase = verb == "X"
      switch value {
      case .string(let text): return Self.hexadecimal(Array(text.utf8), isUppercase)
      case .bytes(let bytes): return Self.hexadecimal(bytes, isUppercase)
      default:
        let digits = try integer(value, radix: 16, mismatch())
        return isUppercase ? digits.uppercased() : digits
      }
    case "e", "f":
      let number: Double
      switch value {
      case .int(let integer): number = Double(integer)
      case .uint(let integer): number = Double(integer)
      case .double(let double): number = double
      default: throw mismatch()
      }
      return number.isFinite ? Self.decimal(number, verb, precision) : number.celText
    default: throw invalid("unknown clause %\(verb)")
    }
  }

  private func integer(
    _ value: Value, radix: Int, _ mismatch: EvaluationProblem
  ) throws(EvaluationProblem) -> String {
    switch value {
    case .int(let number): String(number, radix: radix)
    case .uint(let number): String(number, radix: radix)
    default: throw mismatch
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], _ isUppercase: Bool) -> String {
    bytes.map { (byte: UInt8) -> String in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: isUppercase)
    }.joined()
  }

  /// As C's `printf` rounds: exactly, halves to even.
  private static func decimal(_ number: Double, _ verb: Unicode.Scalar, _ precision: Int) -> String {
    // The largest double has 309 digits before its point.
    var buffer = [CChar](repeating: 0, count: 320 + precisionLimit)
    let count = unsafe withVaList([Int32(precision), number]) { arguments in
      unsafe vsnprintf(&buffer, buffer.count, verb == "e" ? "%.*e" : "%.*f", arguments)
    }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What `%s` shows. Maps are in the order of their keys' texts.
  private static func text(of value: Value, _ meter: inout CostMeter) throws(EvaluationProblem) -> String {
    try meter.charge(1)
    switch value {
    case .string(let text): return text.text
    case .uint(let number): return String(number)
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .list(let items):
      var parts: [String] = []
      for item in items { parts.append(try text(of: item, &meter)) }
      return "[" + parts.joined(separator: ", ") + "]"
    case .map(let map):
      var parts: [(key: ExactString, text: String)] = []
      for entry in map.entries {
        let key = try text(of: entry.key, &meter)
        parts.append((ExactString(key), key + ": " + (try text(of: entry.value, &meter))))
      }
      return "{" + parts.sorted { $0.key < $1.key }.map(\.text).joined(separator: ", ") + "}"
    case .optional: throw .invalidArgument(function: "format", reason: "%s cannot show \(value.typeName)")
    default: return value.shortDescription
    }
  }
}
