package import JSON

/// A request that is answered later, as it is kept.
package struct Job: Sendable, Hashable {
  package let id: JobID
  package let job: NewJob
  package let state: JobState
  package let created: WallTime
  package let started: WallTime?
  package let ended: WallTime?
  /// How often it was begun: more than once when the process ended in the middle.
  package let runs: Int
  /// Nil until it has ended, and when it was cancelled.
  package let answer: JobAnswer?

  /// - Parameter kept: how long it stays after its end, in seconds.
  package func json(kept: Int64) -> JSONValue {
    let time: (WallTime?) -> JSONValue = { $0.map { .string($0.description) } ?? .null }
    return [
      "id": .string(id.text), "object": "job", "status": .string(state.rawValue), "endpoint": .string(job.endpoint),
      "created": time(created), "started": time(started), "ended": time(ended),
      "expires": time(ended?.adding(seconds: kept)), "response": answer?.json ?? .null,
    ]
  }
}
