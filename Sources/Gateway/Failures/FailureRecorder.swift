import JSON
import Store

/// Takes what goes wrong with requests.
struct FailureRecorder: Sendable {
  private let take: (@Sendable (Failure) async -> Void)?

  /// Where nothing is recorded.
  static let off = FailureRecorder(take: nil)

  private init(take: (@Sendable (Failure) async -> Void)?) { self.take = take }

  init(_ take: @escaping @Sendable (Failure) async -> Void) { self.take = take }

  /// Into a journal. What it can't take is told to the log, at the first loss and whenever their number has doubled:
  /// the disk that is full may be the log's too.
  init(_ journal: Journal, _ metrics: Metrics, log: @escaping Gateway.Log) {
    self.init { failure in
      do throws(StoreError) {
        let id = try await journal.append(failure)
        metrics.failureRecorded(failure.kind)
        RequestContext.current?.notes.note("failure", .integer(Int(id.rawValue)))
      } catch {
        let lost = journal.health.lost
        guard lost & (lost - 1) == 0 else { return }
        log(
          LogEntry(
            .error, "the failure journal can't take a record",
            ["lost": .integer(lost), "reason": .string("\(error)")]))
      }
    }
  }

  var isOn: Bool { take != nil }

  /// Returns when the failure has been recorded or lost.
  func record(_ failure: @autoclosure () -> Failure) async {
    if let take { await take(failure()) }
  }
}
