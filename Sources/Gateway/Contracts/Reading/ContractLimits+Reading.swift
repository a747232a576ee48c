import JSON

extension ContractLimits {
  /// The field `limits` of a contract.
  init(_ contract: inout FieldReader) throws(GatewayError) {
    self.init()
    guard let json = contract.take("limits") else { return }
    var fields = try FieldReader(json, at: contract.path(of: "limits"))
    maxTokens = try fields.integer("max_tokens", in: 1...Int.max)
    if let milliseconds = try fields.integer("deadline_ms", in: Self.deadlineMilliseconds) {
      deadline = .milliseconds(milliseconds)
    }
    attempts = try fields.integer("attempts", in: Self.attemptsRange)
    try fields.finish()
  }
}
