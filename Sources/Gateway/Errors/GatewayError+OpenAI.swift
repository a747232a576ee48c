import Decoding
package import HTTPServer
package import JSON
import Rules

/// The shape in which OpenAI's API reports errors: `{"error": {"message", "type", "param", "code"}}`.
extension GatewayError {
  package var status: HTTPStatus {
    switch self {
    case .unsupportedMediaType: .unsupportedMediaType
    case .unknownModel, .unknownContract: .notFound
    case .contractExists: .conflict
    case .contractRetired: .gone
    case .outputRejected: .unprocessableContent
    case .deadlineExceeded: .gatewayTimeout
    case .journalOff, .unknownFailure: .notFound
    case .failureRedacted, .failureOfModel: .conflict
    case .journalFailed: .serviceUnavailable
    case .overloaded(let full): full.share == .own ? .tooManyRequests : .serviceUnavailable
    case .jobsOff, .unknownJob, .sessionsOff, .unknownSession: .notFound
    case .jobsFailed, .tooManyJobs, .sessionsFailed: .serviceUnavailable
    case .jobAbandoned: .internalServerError
    case .noKey, .wrongKey: .unauthorized
    case .scopeMissing, .publicName: .forbidden
    case .rateLimited: .tooManyRequests
    case .generationFailed, .contractNotStored: .internalServerError
    case .http(let refusal): refusal.status
    case .invalidJSON, .missing, .wrongType, .outOfRange, .unknownField, .unsupported, .conflict, .schemaTooLarge,
      .schemaRefused, .unknownToken, .contextExceeded, .budgetTooSmall, .contractRefused:
      .badRequest
    }
  }

  var type: String {
    switch status.code {
    case 429: "rate_limit_error"
    case 500...: "server_error"
    default: "invalid_request_error"
    }
  }

  /// The field that is to blame.
  var param: FieldPath? {
    switch self {
    case .missing(let path), .wrongType(let path, _, _), .outOfRange(let path, _, _), .unknownField(let path),
      .unsupported(let path, _), .conflict(let path, _, _), .schemaTooLarge(let path, _, _),
      .schemaRefused(let path, _), .unknownToken(let path, _, _), .contextExceeded(let path, _, _, _),
      .budgetTooSmall(let path, _, _), .contractRefused(let path, _):
      path
    case .unknownModel: FieldPath.body.appending("model")
    case .unknownContract, .contractRetired: FieldPath.body.appending("contract")
    case .unsupportedMediaType, .invalidJSON, .overloaded, .generationFailed, .http, .contractExists,
      .contractNotStored, .deadlineExceeded, .outputRejected, .journalOff, .unknownFailure, .failureRedacted,
      .failureOfModel, .journalFailed, .publicName, .noKey, .wrongKey, .rateLimited, .jobsOff,
      .unknownJob, .jobsFailed, .tooManyJobs, .jobAbandoned, .sessionsOff, .unknownSession,
      .sessionsFailed:
      nil
    case .scopeMissing(.priority): FieldPath.body.appending("priority")
    case .scopeMissing: nil
    }
  }

  /// The rules that the last output broke.
  var violations: [RuleVerdict] {
    if case .outputRejected(_, let violations) = self { violations } else { [] }
  }

  /// A stable word for programs.
  var code: String {
    switch self {
    case .unsupportedMediaType: "unsupported_media_type"
    case .invalidJSON: "invalid_json"
    case .missing: "missing_required_parameter"
    case .wrongType: "invalid_type"
    case .outOfRange: "invalid_value"
    case .unknownField: "unknown_parameter"
    case .unsupported: "unsupported_parameter"
    case .conflict: "conflicting_parameters"
    case .schemaTooLarge: "schema_too_large"
    case .schemaRefused: "invalid_schema"
    case .unknownModel: "model_not_found"
    case .unknownToken: "unknown_token"
    case .contextExceeded: "context_length_exceeded"
    case .budgetTooSmall: "max_tokens_too_small"
    case .overloaded(let full): full.share == .own ? "too_many_waiting" : "overloaded"
    case .generationFailed: "internal_error"
    case .contractRefused: "invalid_contract"
    case .contractExists: "contract_exists"
    case .unknownContract: "contract_not_found"
    case .contractRetired: "contract_retired"
    case .contractNotStored: "contract_not_stored"
    case .deadlineExceeded: "deadline_exceeded"
    case .outputRejected: "output_rejected"
    case .journalOff: "journal_off"
    case .unknownFailure: "failure_not_found"
    case .failureRedacted: "failure_redacted"
    case .failureOfModel: "failure_of_other_model"
    case .journalFailed: "journal_unavailable"
    case .jobsOff: "jobs_off"
    case .unknownJob: "job_not_found"
    case .jobAbandoned: "job_abandoned"
    case .tooManyJobs: "too_many_jobs"
    case .jobsFailed: "jobs_unavailable"
    case .sessionsOff: "sessions_off"
    case .unknownSession: "session_not_found"
    case .sessionsFailed: "sessions_unavailable"
    case .publicName: "public_host_name"
    case .noKey: "missing_api_key"
    case .wrongKey: "invalid_api_key"
    case .scopeMissing: "missing_scope"
    case .rateLimited: "rate_limit_exceeded"
    case .http(.malformed): "malformed_request"
    case .http(.bodyTooLarge): "request_too_large"
    case .http(.noRoomForBody): "overloaded"
    case .http(.noSuchPath): "unknown_url"
    case .http(.methodNotAllowed): "method_not_allowed"
    case .http(.draining): "shutting_down"
    case .http(.unencodableHeader): "internal_error"
    }
  }

  package var message: String {
    switch self {
    case .unsupportedMediaType(let found):
      "The request body must be JSON with 'Content-Type: application/json', not "
        + (found.map { "'\($0)'." } ?? "a body without a type.")
    case .invalidJSON(let error): "The request body is not valid JSON: \(error)."
    case .missing(let path): "Missing required parameter: \(path.quoted)."
    case .wrongType(let path, let expected, let found):
      "Invalid type for \(path.quoted): expected \(expected), but got \(found)."
    case .outOfRange(let path, let allowed, let given):
      "Invalid value for \(path.quoted): expected \(allowed), but got \(given)."
    case .unknownField(let path): "Unknown parameter: \(path.quoted)."
    case .unsupported(let path, let reason): "Unsupported parameter: \(path.quoted): \(reason)."
    case .conflict(let path, let other, let reason):
      "\(path.quoted) cannot be combined with \(other.quoted): \(reason)."
    case .schemaTooLarge(let path, let bytes, let limit):
      "The schema in \(path.quoted) has \(bytes) bytes; the limit is \(limit)."
    case .schemaRefused(let path, let reason): "Invalid schema in \(path.quoted): \(reason)."
    case .unknownModel(let name): "The model '\(name)' does not exist."
    case .unknownToken(let path, let id, let vocabulary):
      "\(path.quoted) names the token \(id), but the model has the tokens 0 to \(vocabulary - 1)."
    case .contextExceeded(_, let prompt, let budget, let limit):
      "The prompt's \(prompt) tokens and the \(budget) of the answer exceed the model's context of \(limit) tokens."
    case .budgetTooSmall(let path, let needed, let given):
      "The shortest document of the schema needs \(needed) tokens, but \(path.quoted) allows \(given)."
    case .overloaded(let full):
      "Too many requests\(full.share == .own ? " of this key" : ""): \(full.waiting) are waiting. "
        + "Try again in \(full.seconds) s."
    case .generationFailed: "The server failed while generating. The cause has been logged."
    case .contractRefused(let path, let problem): "The contract is refused at \(path.quoted): \(problem)."
    case .contractExists(let id): "The contract '\(id)' exists already; a version never changes."
    case .unknownContract(let reference): "The contract '\(reference)' does not exist."
    case .contractRetired(let id): "The contract '\(id)' is retired."
    case .contractNotStored(let id, _): "The contract '\(id)' could not be stored. The cause has been logged."
    case .deadlineExceeded(let milliseconds): "There was no answer within \(milliseconds) ms."
    case .outputRejected(let attempts, let violations):
      "No answer of the model in \(attempts) attempts keeps all rules; the last one breaks "
        + violations.map { "'\($0.rule.id)' (\($0.message))" }.joined(separator: ", ") + "."
    case .journalOff: "This server keeps no failure journal."
    case .unknownFailure(let id): "The failure '\(id)' does not exist."
    case .failureRedacted(let id):
      "The request of the failure '\(id)' was recorded without its redacted fields, so it can't be run again."
    case .failureOfModel(let model, let served):
      "The failure was recorded with the model '\(model)', and '\(served)' is served."
    case .jobsOff: "This server takes no jobs."
    case .unknownJob(let id): "The job '\(id)' does not exist, or its time is over."
    case .jobAbandoned(let runs): "The job was begun \(runs) times, and each time the server ended before it did."
    case .tooManyJobs(let waiting): "Too many jobs: \(waiting) are waiting. Try again later."
    case .jobsFailed: "Jobs can't be kept. The cause has been logged."
    case .sessionsOff: "This server keeps no sessions."
    case .unknownSession(let id): "The session '\(id)' does not exist."
    case .sessionsFailed: "Sessions can't be kept. The cause has been logged."
    case .publicName(let name):
      "This gateway needs no API keys, and so is not asked as '\(name)': use 'localhost' or an address, or start it "
        + "with --keys or --allow-anonymous."
    case .noKey: "An API key is needed: 'Authorization: Bearer KEY'."
    case .wrongKey: "The API key is unknown or was revoked."
    case .scopeMissing(let scope): "The API key has not the scope '\(scope.rawValue)', which this needs."
    case .rateLimited(let limit, let seconds):
      "The API key has used up its \(limit.rawValue) for the last minute. Try again in \(seconds) s."
    case .journalFailed: "The failure journal can't be used. The cause has been logged."
    case .http(let refusal): refusal.message.prefix(1).uppercased() + refusal.message.dropFirst() + "."
    }
  }

  package var json: JSONValue {
    var error = JSONObject([
      .init(key: "message", value: .string(message)), .init(key: "type", value: .string(type)),
      .init(key: "param", value: param.map { .string($0.description) } ?? .null),
      .init(key: "code", value: .string(code)),
    ])
    if !violations.isEmpty { error["violations"] = .array(violations.map(\.json)) }
    return ["error": .object(error)]
  }

  package var response: HTTPResponse {
    var response = HTTPResponse(status: status, contentType: "application/json", text: JSONWriter.write(json))
    if case .overloaded(let full) = self { response.headers.append("Retry-After", "\(full.seconds)") }
    if case .rateLimited(_, let seconds) = self { response.headers.append("Retry-After", "\(seconds)") }
    if case .tooManyJobs = self { response.headers.append("Retry-After", "60") }
    if case .noKey = self { response.headers.append("WWW-Authenticate", "Bearer") }
    if case .wrongKey = self { response.headers.append("WWW-Authenticate", "Bearer error=\"invalid_token\"") }
    if case .http(let refusal) = self { response.headers.fill(from: refusal.headers) }
    return response
  }
}
