import Synchronization

@testable import Gateway

/// Keeps the outcomes that a gateway records.
final class OutcomeLog: Sendable {
  private let kept = Mutex<[ContractOutcome]>([])

  var recorder: Gateway.Recorder { { outcome in self.kept.withLock { $0.append(outcome) } } }

  var all: [ContractOutcome] { kept.withLock { $0 } }
}
