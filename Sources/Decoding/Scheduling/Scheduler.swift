import CPUBackend
import Dispatch
import Qwen2
import Synchronization

/// Gives texts their turns, and runs those that have one together, on a thread of its own.
final class Scheduler: Sendable {
  private let turns: TurnQueue<WaitingText>
  private let runner: Mutex<StepRunner>
  private let patience: Duration
  private let thread: ComputingThreads
  private let counts = Mutex(SchedulerCounts())
  /// Of the outcomes of texts.
  let handover = Handover()
  /// How long a step waits for those who were told in the one before.
  private static let handoverLimit = DispatchTimeInterval.milliseconds(1)

  /// - Parameters:
  ///   - width: texts that run at a time.
  ///   - lookahead: rows of a step that may be spent on guesses.
  ///   - roomy: pages that may be written before remembered ones are taken again.
  ///   - waitingLimit: texts that may wait.
  ///   - patience: what a text's masks may take before the others go on without it.
  init(
    _ batch: any ModelBatch, _ backend: CPUBackend, width: Int, lookahead: Int, roomy: Int, waitingLimit: Int,
    patience: Duration
  ) throws(BackendError) {
    self.patience = patience
    thread = try ComputingThreads(1)
    let guides = try GuideQueue(threads: backend.threads)
    turns = TurnQueue(width: width, limit: waitingLimit)
    runner = Mutex(StepRunner(batch, backend, guides, width: width, lookahead: lookahead, roomy: roomy))
  }

  /// Texts that wait for their turn.
  var waiting: Int { turns.waiting }
  /// Whether a text has its turn.
  var isBusy: Bool { turns.isBusy }
  /// What has been done, as of the last step.
  var statistics: SchedulerCounts { counts.withLock { $0 } }

  /// Puts a text into the line.
  ///
  /// - Returns: its turn, which may be cancelled at any time. A text that is cancelled while it waits is not told so.
  func enqueue(at place: QueuePlace, _ text: (Turn) -> WaitingText) throws(GenerationError) -> Turn {
    let (turn, wakes) = try turns.enqueue(at: place, text)
    if wakes { thread.async { self.run() } }
    return turn
  }

  private func run() {
    while true {
      let isIdle = runner.withLock { runner in
        while let text = turns.next(if: { runner.hasRoom(for: $0.request) }) {
          runner.add(TextSequence(text, patience: patience))
        }
        runner.step { turns.ended(since: $0) }
        counts.withLock { $0 = runner.counts }
        return runner.isEmpty
      }
      if isIdle, turns.mayRest() { return }
      handover.wait(limit: Self.handoverLimit)
    }
  }
}
