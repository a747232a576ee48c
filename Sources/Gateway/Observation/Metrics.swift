import Decoding
import Store
import Synchronization

/// What the gateway counts and times. Every label has few values: routes and not paths, contracts that are registered.
final class Metrics: Sendable {
  struct RequestLabels: Hashable, Comparable {
    /// Nil for a path that is none of ours.
    let route: String?
    let method: String
    let status: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.route ?? "", left.method, left.status) < (right.route ?? "", right.method, right.status)
    }
  }

  struct OutcomeLabels: Hashable, Comparable {
    let contract: String
    let outcome: String

    static func < (left: Self, right: Self) -> Bool {
      (left.contract, left.outcome) < (right.contract, right.outcome)
    }
  }

  struct Counts {
    var requests: [RequestLabels: Int] = [:]
    var requestTimes: [String: Histogram] = [:]
    var inFlight = 0
    var queueTimes = Histogram()
    var firstTokenTimes = Histogram()
    var overheads = Histogram(Histogram.shortTimeBounds)
    var promptTokens = 0
    var tokens = 0
    var prefillSeconds = 0.0
    var decodeSeconds = 0.0
    var maskSeconds = 0.0
    var maskedMasses = Histogram(Histogram.probabilityBounds)
    var generations = 0
    var refused: [QueueFull.Share: Int] = [:]
    var deadlines = 0
    var outcomes: [OutcomeLabels: Int] = [:]
    var attempts: [String: Int] = [:]
    var failures: [FailureKind: Int] = [:]
  }

  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  func requestBegan() { state.withLock { $0.inFlight += 1 } }

  func requestEnded(_ labels: RequestLabels, after duration: Duration) {
    state.withLock { counts in
      counts.inFlight -= 1
      counts.requests[labels, default: 0] += 1
      if let route = labels.route { counts.requestTimes[route, default: Histogram()].record(duration) }
    }
  }

  /// The first token of a text came, so long after the request did.
  func firstToken(after duration: Duration) { state.withLock { $0.firstTokenTimes.record(duration) } }

  /// A request for texts was answered whole, and so long of it was neither spent waiting for the model nor having it.
  func answered(overhead: Duration) { state.withLock { $0.overheads.record(overhead) } }

  func generated(_ result: GenerationResult) {
    state.withLock { counts in
      counts.generations += 1
      counts.queueTimes.record(result.queueTime)
      counts.promptTokens += result.promptTokens
      counts.tokens += result.tokens.count
      counts.prefillSeconds += result.prefillTime / .seconds(1)
      counts.decodeSeconds += result.decodeTime / .seconds(1)
      counts.maskSeconds += result.maskTime / .seconds(1)
      for mass in result.maskedMasses { counts.maskedMasses.record(Double(mass)) }
    }
  }

  func failed(_ error: GatewayError) {
    state.withLock { counts in
      switch error {
      case .overloaded(let full): counts.refused[full.share, default: 0] += 1
      case .deadlineExceeded: counts.deadlines += 1
      default: break
      }
    }
  }

  /// - Parameter contract: nil for the rules of a request's own schema.
  func ended(_ outcome: ContractOutcome, under contract: ContractID?) {
    let name = contract.map { "\($0)" } ?? ""
    let word =
      switch outcome.answer {
      case .model: "model"
      case .fallback: "fallback"
      case .question: "clarify"
      case .none: "error"
      }
    state.withLock { counts in
      counts.outcomes[OutcomeLabels(contract: name, outcome: word), default: 0] += 1
      counts.attempts[name, default: 0] += outcome.attempts.count
    }
  }

  func failureRecorded(_ kind: FailureKind) { state.withLock { $0.failures[kind, default: 0] += 1 } }
}
