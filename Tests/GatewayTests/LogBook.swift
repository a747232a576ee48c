import JSON
import Synchronization

@testable import Gateway

/// Keeps the lines that a gateway logs.
final class LogBook: Sendable {
  private let kept = Mutex<[JSONValue]>([])

  var log: Gateway.Log { { entry in self.kept.withLock { $0.append(entry.json) } } }

  var lines: [JSONValue] { kept.withLock { $0 } }
}
