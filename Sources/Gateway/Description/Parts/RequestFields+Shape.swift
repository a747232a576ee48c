import JSON

extension SamplingFields {
  static let shapes: JSONValue = [
    "temperature": Shape.number(in: temperatures), "top_p": Shape.number(in: shares),
    "top_k": Shape.integer(in: topCounts), "min_p": Shape.number(in: shares),
    "presence_penalty": Shape.number(in: penalties), "frequency_penalty": Shape.number(in: penalties),
    "repetition_penalty": Shape.number(in: repetitionPenalties), "seed": Shape.integer(in: .min ... .max),
    "logit_bias": Shape.map(to: Shape.orNull(Shape.number(in: biases)), keys: "^(0|[1-9][0-9]{0,8})$"),
  ]
}

extension HandlingFields {
  static let shapes: JSONValue = [
    "deadline_ms": Shape.integer(in: milliseconds), "priority": Shape.integer(in: priorities),
  ]
}

extension Handling {
  static let parameters = [
    OperationParameter(
      place: .header, name: timeoutHeader, schema: Shape.number(in: HandlingFields.seconds),
      description: "Seconds that the answer may take.")
  ]
}

extension ContractFields {
  static let shapes: JSONValue = [
    "contract": ContractReference.shape, "variables": Shape.anyObject,
  ]
}

extension ContractReference {
  static let shape = Shape.described(
    "`name@version`, or `name` for the newest version.",
    Shape.text(matching: "^\(ContractID.namePattern)(@\(ContractVersion.pattern))?$"))
}

extension ContractID {
  static let namePattern = "[a-z][a-z0-9_-]{0,63}"
  static let shape = Shape.described(
    "`name@version`.", Shape.text(matching: "^\(namePattern)@\(ContractVersion.pattern)$"))
}

extension ContractVersion {
  static let pattern = #"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){0,2}"#
}

extension Truncation {
  static let shapes: JSONValue = ["truncation": Shape.word(of: Truncation.self)]
}

extension StopSequences {
  static func shape(_ limits: GatewayLimits) -> JSONValue {
    let text: JSONValue = ["type": "string", "minLength": 1]
    return Shape.either(text, Shape.array(of: text, 0...limits.stopSequences))
  }
}

extension Int {
  /// Budgets in tokens; how large one may be depends on the model and the prompt.
  static let budgetShape: JSONValue = ["type": "integer", "minimum": 1]
}

extension UnofferedField {
  /// Fields with those of their values that are taken.
  static func shapes(_ fields: [UnofferedField]) -> JSONValue {
    .object(
      JSONObject(
        fields.map { field in
          let harmless = field.harmless.map { Shape.exactly($0) }
          return .init(key: field.key, value: harmless.isEmpty ? Shape.null : Shape.either(harmless))
        }))
  }
}
