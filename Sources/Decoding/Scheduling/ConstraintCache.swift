import JSON
import Masking
import Synchronization

/// Constraints of the schemas that were used last. With them stay the masks that their documents needed.
final class ConstraintCache: Sendable {
  /// Enough for the tools of several requests.
  fileprivate static let limit = 512
  /// Bytes, estimated, of all constraints together.
  fileprivate static let footprintLimit = 1 << 30
  fileprivate static let usesBetweenLooks = 64

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
  private let queue: CompileQueue

  init(_ vocabulary: MaskingVocabulary, _ queue: CompileQueue) {
    self.vocabulary = vocabulary
    self.queue = queue
  }

  func known(_ schema: JSONValue) -> DocumentConstraint? {
    let text = JSONWriter.write(schema)
    return state.withLock { $0.use(text) }
  }

  func constraint(for schema: JSONValue) async throws(GenerationError) -> DocumentConstraint {
    let text = JSONWriter.write(schema)
    if let known = state.withLock({ $0.use(text) }) { return known }
    return try await queue.run { self.compile(schema, text) }
  }

  private func compile(_ schema: JSONValue, _ text: String) -> Result<DocumentConstraint, GenerationError> {
    // Somebody else may have asked for the same in the meantime.
    if let known = state.withLock({ $0.use(text) }) { return .success(known) }
    do throws(MaskingError) {
      let constraint = try DocumentConstraint(schema: schema, vocabulary: vocabulary)
      // Where a document starts is known then when it gets its turn.
      var matcher = try Matcher(constraint.masks)
      _ = try matcher.mask(remaining: .max)
      state.withLock { state in
        state.insert(constraint, for: text)
        state.makeRoom(limit: Self.limit, footprintLimit: Self.footprintLimit)
      }
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
    // Constraints grow as they are used, not only in number.
    if uses % ConstraintCache.usesBetweenLooks == 0 {
      makeRoom(limit: ConstraintCache.limit, footprintLimit: ConstraintCache.footprintLimit)
    }
    return entry.constraint
  }

  fileprivate mutating func insert(_ constraint: DocumentConstraint, for text: String) {
    uses += 1
    entries[text] = ConstraintCache.Entry(constraint: constraint, lastUse: uses)
  }

  /// Lets those go that have not been used for the longest time, but never the last one.
  fileprivate mutating func makeRoom(limit: Int, footprintLimit: Int) {
    var footprint = 0
    for entry in entries.values { footprint += entry.constraint.masks.footprint }
    guard entries.count > limit || footprint > footprintLimit else { return }
    for (text, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }).dropLast() {
      entries[text] = nil
      footprint -= entry.constraint.masks.footprint
      if entries.count <= limit, footprint <= footprintLimit { return }
    }
  }
}
