import Decoding
import HTTPServer
import JSON
import Schema

/// `POST /v1/schemas/check`.
extension Gateway {
  /// What the masks make of a schema, or of the one of a contract; also of one that requests are refused for.
  func checkSchema(_ request: AdmittedRequest) async throws -> HTTPResponse {
    var fields = try FieldReader(RequestBody.read(request.http, limits: limits), at: .body)
    let (path, contractPath) = (fields.path(of: "schema"), fields.path(of: "contract"))
    let (given, contract) = (fields.take("schema"), try fields.string("contract"))
    var wish = HandlingFields()
    wish.deadlineMilliseconds = try fields.integer("deadline_ms", in: HandlingFields.milliseconds)
    try fields.finish()
    let handling = try Handling(request, wish, limits: limits)
    let (schema, field): (JSONValue, FieldPath)
    switch (given, contract) {
    case (let given?, nil):
      guard let own = try OutputFormat.json(given, at: path, limits: limits).schema else {
        throw GatewayError.missing(path)
      }
      (schema, field) = (own, path)
    case (nil, let name?):
      (schema, field) = (try contracts.usable(ContractReference(name, at: contractPath)).maskedSchema, contractPath)
    case (nil, nil): throw GatewayError.missing(path)
    case (_?, _?): throw GatewayError.conflict(contractPath, with: path, reason: "give one of them")
    }
    let report = try await handling.deadline().bounding { [engine = pipeline.engine] () throws(GatewayError) in
      do throws(GenerationError) {
        return try await engine.check(schema: schema)
      } catch {
        guard case .schema(let error) = error else { throw GatewayError.generationFailed(reason: "\(error)") }
        throw GatewayError.schemaRefused(field, reason: error.description)
      }
    }
    return Self.answer(report)
  }
}
