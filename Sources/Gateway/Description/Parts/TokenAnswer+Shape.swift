import JSON

extension TokenAnswer {
  private static let candidate: JSONValue = [
    "token": Shape.text, "logprob": Shape.number,
    "bytes": Shape.orNull(Shape.array(of: Shape.integer(in: 0...255))),
  ]

  private static let own = Shape.joined(candidate, ["top_logprobs": Shape.array(of: Shape.object(candidate))])

  /// In OpenAI's shape.
  static let shape = Shape.object(own)

  /// The same with what the mask did.
  static let traceShape = Shape.object(
    Shape.joined(
      own,
      [
        "id": Shape.count, "allowed": Shape.count, "masked_mass": Shape.orNull(Shape.number(in: 0...1)),
        "top_logprobs_unmasked": Shape.orNull(
          Shape.array(of: Shape.object(Shape.joined(candidate, ["allowed": Shape.flag])))),
      ]))
}

extension ReportFields {
  static let shapes: JSONValue = [
    "logprobs": Shape.flag, "top_logprobs": Shape.integer(in: alternatives),
  ]
}
