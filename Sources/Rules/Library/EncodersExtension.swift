/// Base64.
enum EncodersExtension {
  static let all = [
    Function(
      "base64.encode",
      [
        .global([.bytes], .string) { (values, meter) throws(EvaluationProblem) in
          try meter.chargeTraversal(values[0].bytes.count)
          return .string(Base64.encode(values[0].bytes))
        }
      ]),
    Function(
      "base64.decode",
      [
        .global([.string], .bytes) { (values, meter) throws(EvaluationProblem) in
          try meter.chargeTraversal(values[0].text.utf8.count)
          guard let bytes = Base64.decode(values[0].text) else {
            throw .invalidArgument(function: "base64.decode", reason: "the text is not base64")
          }
          return .bytes(bytes)
        }
      ]),
  ]
}
