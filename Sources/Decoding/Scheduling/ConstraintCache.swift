import Dispatch
import JSON
import Masking
import Synchronization

/// Constraints of the schemas that were used last. With them stay the masks that their documents needed.
final class ConstraintCache: Sendable {
  /// A constraint over 152k tokens holds up to 40 MB of masks.
  private static let limit = 16

  fileprivate struct Entry {
    let constraint: DocumentConstraint
    var lastUse: Int
  }

  fileprivate struct State {
    var entries: [String: Entry] = [:]
    var uses = 0
  }

  private let vocabulary: MaskingVocabulary
  private let state = Mutex(State())
  /// Schemas are compiled outside of Swift's pool, for a large one takes its time.
  private let queue = DispatchQueue(label: "schemas")

  init(_ vocabulary: MaskingVocabulary) { self.vocabulary = vocabulary }

  func constraint(for schema: JSONValue) async throws(GenerationError) -> DocumentConstraint {
    let text = JSONWriter.write(schema)
    if let known = state.withLock({ $0.use(text) }) { return known }
    let outcome: Result<DocumentConstraint, GenerationError> = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.compile(schema, text)) }
    }
    return try outcome.get()
  }

  private func compile(_ schema: JSONValue, _ text: String) -> Result<DocumentConstraint, GenerationError> {
    // Somebody else may have asked for the same in the meantime.
    if let known = state.withLock({ $0.use(text) }) { return .success(known) }
    do throws(MaskingError) {
      let constraint = try DocumentConstraint(schema: schema, vocabulary: vocabulary)
      state.withLock { $0.insert(constraint, for: text, limit: Self.limit) }
      return .success(constraint)
    } catch {
      return .failure(GenerationError(error))
    }
  }
}

extension ConstraintCache.State {
  fileprivate mutating func use(_ text: String) -> DocumentConstraint? {
    guard let entry = entries[text] else { return nil }
    uses += 1
    entries[text]!.lastUse = uses
    return entry.constraint
  }

  fileprivate mutating func insert(_ constraint: DocumentConstraint, for text: String, limit: Int) {
    if entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      entries[oldest.key] = nil
    }
    uses += 1
    entries[text] = ConstraintCache.Entry(constraint: constraint, lastUse: uses)
  }
}
