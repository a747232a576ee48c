import HTTPServer
import JSON

/// Where an answer comes from, as far as it can be told of every answer.
struct Provenance: Sendable {
  enum Source: String, Sendable {
    case model
    case fallback
    /// There is no answer, only an error.
    case none
  }

  var source = Source.model
  var contract: ContractID?
  /// Nil where any text may come.
  var schemaHash: String?
  /// Texts that the model wrote for the answer.
  var attempts = 1
  /// Of the last of them; nil when there is none.
  var seed: UInt64?
  var temperature: Double?

  /// As requests write a seed.
  private var signedSeed: Int? { seed.map { Int(Int64(bitPattern: $0)) } }

  /// SHA-256 of a schema written compactly.
  static func hash(of schema: JSONValue) -> String { "sha256:" + SHA256.hex(JSONWriter.write(schema).utf8) }

  /// For `metadata`.
  var members: JSONObject {
    var members = JSONObject([.init(key: "source", value: .string(source.rawValue))])
    if let contract { members["contract"] = .string("\(contract)") }
    if let schemaHash { members["schema_hash"] = .string(schemaHash) }
    members["attempts"] = .integer(attempts)
    members["seed"] = signedSeed.map { .integer($0) } ?? .null
    members["temperature"] = temperature.map { .number(JSONNumber($0)) } ?? .null
    return members
  }

  /// The same for callers that only see header fields.
  var headers: HTTPHeaders {
    var headers: HTTPHeaders = ["Sluice-Source": source.rawValue]
    if let contract { headers.append("Sluice-Contract", "\(contract)") }
    if let schemaHash { headers.append("Sluice-Schema-Hash", schemaHash) }
    headers.append("Sluice-Attempts", "\(attempts)")
    if let signedSeed { headers.append("Sluice-Seed", "\(signedSeed)") }
    return headers
  }
}
