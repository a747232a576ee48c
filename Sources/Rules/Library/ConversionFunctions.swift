import JSON

/// Functions that are named after types, `dyn` and `type`.
enum ConversionFunctions {
  private static func identity(_ type: RuleType) -> Overload {
    .global([type], type) { (values, _) throws(EvaluationProblem) in values[0] }
  }

  private static func fail(_ value: Value, _ type: String) -> EvaluationProblem {
    .conversion(from: value.shortDescription, to: type)
  }

  /// A sign and decimal digits only.
  private static func isInteger(_ text: String) -> Bool {
    var digits = text.utf8[...]
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
    return !digits.isEmpty && digits.allSatisfy(Lexer.isDigit)
  }

  static let all: [Function] = [
    Function(
      "bool",
      [
        identity(.bool),
        .global([.string], .bool) { (values, _) throws(EvaluationProblem) in
          switch values[0].text {
          case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
          case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
          default: throw fail(values[0], "bool")
          }
        },
      ]),
    Function(
      "bytes",
      [
        identity(.bytes),
        .global([.string], .bytes) { (values, meter) throws(EvaluationProblem) in
          try meter.chargeTraversal(values[0].text.utf8.count)
          return .bytes(Array(values[0].text.utf8))
        },
      ]),
    Function(
      "double",
      [
        identity(.double),
        .global([.int], .double) { (values, _) throws(EvaluationProblem) in .double(Double(values[0].int)) },
        .global([.uint], .double) { (values, _) throws(EvaluationProblem) in .double(Double(values[0].uint)) },
        .global([.string], .double) { (values, _) throws(EvaluationProblem) in
          guard let number = Double(celText: values[0].text) else { throw fail(values[0], "double") }
          return .double(number)
        },
      ]),
    Function(
      "int",
      [
        identity(.int),
        .global([.uint], .int) { (values, _) throws(EvaluationProblem) in
          guard let number = Int64(exactly: values[0].uint) else { throw .outOfRange("int") }
          return .int(number)
        },
        .global([.double], .int) { (values, _) throws(EvaluationProblem) in
          let number = values[0].double
          // The bounds themselves are doubles that integers were rounded to.
          guard number > -0x1p63, number < 0x1p63 else { throw .outOfRange("int") }
          return .int(Int64(number))
        },
        .global([.string], .int) { (values, _) throws(EvaluationProblem) in
          guard isInteger(values[0].text), let number = Int64(values[0].text) else { throw fail(values[0], "int") }
          return .int(number)
        },
        .global([.timestamp], .int) { (values, _) throws(EvaluationProblem) in .int(values[0].timestamp.seconds) },
      ]),
    Function(
      "uint",
      [
        identity(.uint),
        .global([.int], .uint) { (values, _) throws(EvaluationProblem) in
          guard let number = UInt64(exactly: values[0].int) else { throw .outOfRange("uint") }
          return .uint(number)
        },
        .global([.double], .uint) { (values, _) throws(EvaluationProblem) in
          let number = values[0].double
          guard number >= 0, number < 0x1p64 else { throw .outOfRange("uint") }
          return .uint(UInt64(number))
        },
        .global([.string], .uint) { (values, _) throws(EvaluationProblem) in
          guard isInteger(values[0].text), let number = UInt64(values[0].text) else { throw fail(values[0], "uint") }
          return .uint(number)
        },
      ]),
    Function(
      "string",
      [
        identity(.string),
        .global([.bool], .string) { (values, _) throws(EvaluationProblem) in .string(String(values[0].bool)) },
        .global([.int], .string) { (values, _) throws(EvaluationProblem) in .string(String(values[0].int)) },
        .global([.uint], .string) { (values, _) throws(EvaluationProblem) in .string(String(values[0].uint)) },
        .global([.double], .string) { (values, _) throws(EvaluationProblem) in .string(values[0].double.celText) },
        .global([.timestamp], .string) { (values, _) throws(EvaluationProblem) in
          .string(values[0].timestamp.description)
        },
        .global([.duration], .string) { (values, _) throws(EvaluationProblem) in .string(values[0].duration.description)
        },
        .global([.bytes], .string) { (values, meter) throws(EvaluationProblem) in
          try meter.chargeTraversal(values[0].bytes.count)
          guard let text = String(validating: values[0].bytes, as: UTF8.self) else { throw .invalidUTF8 }
          return .string(text)
        },
      ]),
    Function(
      "timestamp",
      [
        identity(.timestamp),
        .global([.string], .timestamp) { (values, _) throws(EvaluationProblem) in
          .timestamp(try Timestamp(text: values[0].text))
        },
        .global([.int], .timestamp) { (values, _) throws(EvaluationProblem) in
          .timestamp(try Timestamp(seconds: values[0].int, nanoseconds: 0))
        },
      ]),
    Function(
      "duration",
      [
        identity(.duration),
        .global([.string], .duration) { (values, _) throws(EvaluationProblem) in
          .duration(try TimeSpan(text: values[0].text))
        },
      ]),
    Function("dyn", [.global([.parameter("A")], .dyn) { (values, _) throws(EvaluationProblem) in values[0] }]),
    Function(
      "type",
      [
        .global([.parameter("A")], .type) { (values, _) throws(EvaluationProblem) in .type(values[0].typeName) }
      ]),
  ]
}
