package import JSON

/// What went wrong with one request, and what runs it again exactly.
package struct Failure: Sendable, Hashable {
  package var time: WallTime
  package var kind: FailureKind
  /// A stable word for programs, such as `max_tokens_too_small`, `client_gone` or a rule's id.
  package var code: String
  /// The same in a sentence.
  package var reason: String
  /// The API that the request came to, such as `/v1/generate`.
  package var endpoint: String
  /// The request's body.
  package var request: JSONValue
  package var contract: FailureContract?
  package var model: String
  /// Nil when the request failed before one was drawn.
  package var seed: UInt64?
  /// SHA-256 of the schema as it is written without whitespace, in hexadecimal.
  package var schemaHash: String?
  /// Tokens of the answer so far.
  package var tokens: [UInt32]
  /// What they spell.
  package var text: String
  /// Bytes of the answer that the mask had taken; `text` may have fewer, when they end inside of a code point.
  package var maskPosition: Int?

  package init(
    time: WallTime = .now(), kind: FailureKind, code: String, reason: String, endpoint: String, request: JSONValue,
    contract: FailureContract? = nil, model: String, seed: UInt64? = nil, schemaHash: String? = nil,
    tokens: [UInt32] = [], text: String = "", maskPosition: Int? = nil
  ) {
    self.time = time
    self.kind = kind
    self.code = code
    self.reason = reason
    self.endpoint = endpoint
    self.request = request
    self.contract = contract
    self.model = model
    self.seed = seed
    self.schemaHash = schemaHash
    self.tokens = tokens
    self.text = text
    self.maskPosition = maskPosition
  }
}
