package import Decoding
package import HTTPServer
package import JSON
package import Rules
package import Store

/// Why a request gets no answer, or no whole one.
package enum GatewayError: Error, Sendable, Hashable {
  case unsupportedMediaType(String?)
  case invalidJSON(JSONParseError)
  case missing(FieldPath)
  case wrongType(FieldPath, expected: String, found: String)
  case outOfRange(FieldPath, allowed: String, given: String)
  /// No field of this API.
  case unknownField(FieldPath)
  /// A field or value that would change the result, and that is not offered.
  case unsupported(FieldPath, reason: String)
  case conflict(FieldPath, with: FieldPath, reason: String)
  case schemaTooLarge(FieldPath, bytes: Int, limit: Int)
  /// The schema is invalid or uses what is not supported; `reason` names keyword and JSON Pointer.
  case schemaRefused(FieldPath, reason: String)
  case unknownModel(String)
  case unknownToken(FieldPath, id: Int, vocabulary: Int)
  /// Prompt and budget are more than the model's context, in tokens.
  case contextExceeded(FieldPath, prompt: Int, budget: Int, limit: Int)
  /// No document of the schema fits into the budget.
  case budgetTooSmall(FieldPath, needed: Int, given: Int)
  case overloaded(QueueFull)
  /// A contract that is not registered.
  case contractRefused(FieldPath, ContractProblem)
  /// Another contract has this name and version.
  case contractExists(ContractID)
  case unknownContract(ContractReference)
  case contractRetired(ContractID)
  /// The contract could not be written to its folder; `reason` is for the log.
  case contractNotStored(ContractID, reason: String)
  case deadlineExceeded(milliseconds: Int)
  /// All outputs that were allowed broke rules; `violations` has those of the last one.
  case outputRejected(attempts: Int, violations: [RuleVerdict])
  /// There is no failure journal.
  case journalOff
  case unknownFailure(String)
  /// The recorded request lacks fields, so it can't be run again.
  case failureRedacted(FailureID)
  /// It was recorded with another model than the one that is served.
  case failureOfModel(String, served: String)
  /// The failure journal can't be read or written.
  case journalFailed(StoreError)
  /// There are no jobs here.
  case jobsOff
  case unknownJob(String)
  /// Whenever the job was begun the process ended, so it is not begun again.
  case jobAbandoned(runs: Int)
  /// So many jobs wait, or jobs of so many bytes, that no more are taken.
  case tooManyJobs(waiting: Int)
  /// Jobs can't be read or written.
  case jobsFailed(StoreError)
  /// No sessions are kept here.
  case sessionsOff
  case unknownSession(String)
  /// Sessions can't be read or written.
  case sessionsFailed(StoreError)
  /// Asked under a name of the public internet, by a client that needs no key.
  case publicName(String)
  /// A key is needed, and there is none.
  case noKey
  /// The key is none of ours, or was revoked.
  case wrongKey
  case scopeMissing(KeyScope)
  /// The key has used up what it may use in a minute.
  case rateLimited(RateLimiter.Limit, seconds: Int)
  /// The generation failed; `reason` is for the log and not for the client.
  case generationFailed(reason: String)
  /// What the HTTP server refuses by itself.
  case http(HTTPRefusal)
}
