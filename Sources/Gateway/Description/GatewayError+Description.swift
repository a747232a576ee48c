import Decoding
import HTTPServer
import JSON
import Store

/// One error of each kind, by who answers with it. Only kinds, and so statuses and codes, are of interest here.
extension GatewayError {
  /// The HTTP server, before any endpoint.
  static let ofServer: [GatewayError] = [
    .publicName(""),
    .http(.malformed(.requestLine)), .http(.malformed(.transferEncoding(""))), .http(.bodyTooLarge(limit: 0)),
    .http(.draining), .http(.noRoomForBody), .http(.unencodableHeader(name: "")),
  ]

  static let ofKeys: [GatewayError] = [
    .noKey, .wrongKey, .scopeMissing(.generate), .rateLimited(.requests, seconds: 1),
  ]

  /// Whatever reads a query.
  static let ofQueries: [GatewayError] = [.outOfRange(.body, allowed: "", given: ""), .unknownField(.body)]

  /// Whatever reads a body.
  static let ofBodies: [GatewayError] =
    ofQueries + [
      .unsupportedMediaType(nil), .invalidJSON(JSONParseError(.unexpectedEnd, at: 0)), .missing(.body),
      .wrongType(.body, expected: "", found: ""),
    ]

  /// Whatever reads a request for a text, its schemas included.
  static let ofWishes: [GatewayError] =
    ofBodies + [
      .unsupported(.body, reason: ""), .conflict(.body, with: .body, reason: ""),
      .schemaTooLarge(.body, bytes: 0, limit: 0), .schemaRefused(.body, reason: ""),
    ]

  /// Whatever generates a text.
  static let ofGeneration: [GatewayError] =
    ofWishes + [
      .unknownModel(""), .unknownContract(ContractReference(anyContract)), .contractRetired(anyContract),
      .unknownToken(.body, id: 0, vocabulary: 0), .contextExceeded(.body, prompt: 0, budget: 0, limit: 0),
      .budgetTooSmall(.body, needed: 0, given: 0), .outputRejected(attempts: 0, violations: []),
      .overloaded(QueueFull(share: .own, waiting: 0, seconds: 1)),
      .overloaded(QueueFull(share: .everybody, waiting: 0, seconds: 1)), .deadlineExceeded(milliseconds: 0),
      .generationFailed(reason: ""), .scopeMissing(.priority),
    ]

  static let storeFails = StoreError.overloaded(waiting: 0)

  static let anyContract = ContractID(name: "a", version: ContractVersion("1")!)
}
