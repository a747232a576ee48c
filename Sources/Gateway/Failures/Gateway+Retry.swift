import HTTPServer
import JSON
package import Store
import Synchronization

extension Gateway {
  /// Runs a recorded request again with its seed, through the same handlers as at first, and marks the record: FIXED
  /// when it is answered and nothing happens that would be recorded. What goes wrong is told and not recorded anew.
  ///
  /// One choice is made, and nothing is streamed. A contract is taken in the version that was used at first.
  ///
  /// - Throws: what can't be run again exactly, before anything is run.
  package func retry(_ record: FailureRecord) async throws -> FailureRetry {
    let journal = try openJournal()
    guard !record.summary.isRedacted else { throw GatewayError.failureRedacted(record.id) }
    guard record.failure.model == pipeline.modelName else {
      throw GatewayError.failureOfModel(record.failure.model, served: pipeline.modelName)
    }
    let collected = Collected()
    var again = self
    again.pipeline.recorder = FailureRecorder { failure in collected.append(failure) }
    let response = await again.routes().respond(to: Self.request(of: record)) { refusal in
      ("application/json", JSONWriter.write(GatewayError.http(refusal).json))
    }
    // Half a retry shows nothing.
    try Task.checkCancellation()
    let answer = try Self.json(of: response)
    let isFixed = response.status == .ok && collected.failures.isEmpty
    let marked: FailureRecord?
    do throws(StoreError) {
      marked = try await journal.markRetried(record.id, as: isFixed ? .fixed : .stillFailing)
    } catch {
      throw GatewayError.journalFailed(error)
    }
    // Retention may have thrown it away meanwhile.
    guard let marked else { throw GatewayError.unknownFailure("\(record.id)") }
    return FailureRetry(
      record: marked, status: response.status, answer: answer,
      problems: collected.failures.map { ($0.code, $0.reason) })
  }

  /// What is recorded while a request runs again.
  private final class Collected: Sendable {
    private let list = Mutex<[Failure]>([])
    var failures: [Failure] { list.withLock { $0 } }
    func append(_ failure: Failure) { list.withLock { $0.append(failure) } }
  }

  private static func request(of record: FailureRecord) -> HTTPRequest {
    var body = record.failure.request.objectValue ?? JSONObject()
    if let seed = record.failure.seed { body["seed"] = .integer(Int(Int64(bitPattern: seed))) }
    // The seed is that of the choice that failed.
    if let contract = record.failure.contract { body["contract"] = .string("\(contract.name)@\(contract.version)") }
    for key in ["n", "stream", "stream_options"] as [ExactString] { body[key] = nil }
    return HTTPRequest(
      method: .post, path: record.failure.endpoint, headers: ["Content-Type": "application/json"],
      body: Array(JSONWriter.write(.object(body)).utf8))
  }

  private static func json(of response: HTTPResponse) throws -> JSONValue {
    guard case .bytes(let bytes) = response.body else {
      throw GatewayError.generationFailed(reason: "a retry was answered with a stream")
    }
    return try JSONParser.parse(bytes: bytes)
  }
}
