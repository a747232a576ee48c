import HTTPServer
import JSON

/// `/v1/contracts`.
extension Gateway {
  func createContract(_ request: HTTPRequest) async throws -> HTTPResponse {
    let contract = try Contract(RequestBody.read(request, limits: limits), limits: limits)
    let (entry, isNew) = try await contracts.create(contract)
    var response = Self.answer(entry.summary)
    if isNew {
      response.status = .created
      response.headers.append("Location", "/v1/contracts/\(contract.id)")
    }
    return response
  }

  func listContracts() -> HTTPResponse {
    Self.answer([
      "object": "list", "data": .array(contracts.all.map(\.summary)),
    ])
  }

  func showContract(_ parameters: RouteParameters) throws(GatewayError) -> HTTPResponse {
    let entry = try contracts.find(try Self.reference(parameters))
    var members = entry.summary.objectValue!
    members["contract"] = entry.contract.source
    return Self.answer(.object(members))
  }

  func retireContract(_ parameters: RouteParameters) async throws(GatewayError) -> HTTPResponse {
    let reference = try Self.reference(parameters)
    // The newest of several would be a guess.
    guard let id = reference.id else {
      throw .outOfRange(.body.appending("contract"), allowed: "'name@version'", given: "'\(reference)'")
    }
    let entry = try await contracts.retire(id)
    return Self.answer(entry.summary)
  }

  private static func reference(_ parameters: RouteParameters) throws(GatewayError) -> ContractReference {
    try ContractReference(parameters["contract"], at: .body.appending("contract"))
  }
}
