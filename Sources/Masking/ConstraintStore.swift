import Automata
import Glibc
import JSON
public import Schema
import Synchronization

/// Schemas that were compiled last for a vocabulary, by their text and options. The same text is compiled once, whatever
/// its spaces; a text that shares most of its parts with another one, as a list of tools does of which one has changed,
/// costs what is new in it.
///
/// Bounded; many threads may share one. A compiled schema that is let go lives on where it is used.
public final class ConstraintStore: Sendable {
  /// What there is, and what was asked for since the store was made.
  public struct Statistics: Sendable, Hashable {
    public internal(set) var constraints = 0
    /// Estimated, of what they remember.
    public internal(set) var bytes = 0
    /// Texts that were there.
    public internal(set) var hits = 0
    public internal(set) var misses = 0
    /// Of these, texts that say the same as one that was there, with other spaces or escapes.
    public internal(set) var restated = 0
    /// Of these, texts that joined others.
    public internal(set) var joined = 0
  }

  private struct Key: Hashable {
    let text: [UInt8]
    let options: Options
    /// Of some of the bytes, enough of them that two lists of tools of which one differs mostly differ in one of those.
    private let digest: UInt64

    init(text: [UInt8], options: Options) {
      self.text = text
      self.options = options
      var mixer = KeyMixer(seed: Self.seed)
      unsafe text.withUnsafeBytes { text in
        for start in stride(from: 0, to: text.count - 7, by: Self.sampled) {
          mixer.add(unsafe text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
      }
      digest = mixer.value
    }

    private static let sampled = 512
    /// Another one in every process, so that nobody knows which texts have the same digest.
    private static let seed = Int.random(in: .min ... .max)

    // Arrays compare themselves byte by byte, which takes longer than all else that is done with a known text.
    static func == (left: Self, right: Self) -> Bool {
      guard left.digest == right.digest, left.options == right.options, left.text.count == right.text.count else {
        return false
      }
      return unsafe left.text.withUnsafeBytes { left in
        unsafe right.text.withUnsafeBytes { right in
          unsafe left.isEmpty || memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0
        }
      }
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(text.count)
      hasher.combine(options)
      hasher.combine(digest)
    }
  }

  private struct Options: Hashable {
    let schema: SchemaOptions
    let recognizer: RecognizerOptions
  }

  private struct Entry {
    let constraint: Constraint
    var lastUse: Int
  }

  /// An automaton that others may join.
  private struct Family {
    let options: Options
    let automaton: SharedAutomaton
    var parts: Set<Int>
    var lastUse: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var families: [Family] = []
    var uses = 0
    var statistics = Statistics()
  }

  public let vocabulary: MaskingVocabulary
  private let state = Mutex(State())
  private let parts: JSONParts
  private let limit: Int
  private let footprintLimit: Int
  private let familyLimit: Int

  /// - Parameters:
  ///   - limit: texts of compiled schemas that are kept; one with spaces is kept without them as well.
  ///   - footprintLimit: bytes, estimated, that they may remember together.
  ///   - familyLimit: automata that others may join.
  public init(
    _ vocabulary: MaskingVocabulary, limit: Int = 256, footprintLimit: Int = 512 << 20, familyLimit: Int = 8
  ) {
    self.vocabulary = vocabulary
    self.limit = limit
    self.footprintLimit = footprintLimit
    self.familyLimit = familyLimit
    parts = JSONParts()
  }

  public var statistics: Statistics {
    state.withLock { state in
      var statistics = state.statistics
      statistics.constraints = state.entries.count
      statistics.bytes = Self.weigh(state.entries).bytes
      return statistics
    }
  }

  /// A schema, compiled now or before.
  ///
  /// - Throws: `MaskingError.schema` when the text is no JSON, or the schema is refused.
  public func constraint(
    text: [UInt8], schemaOptions: SchemaOptions = SchemaOptions(formats: .assertion)
  ) throws(MaskingError) -> Constraint {
    try constraint(text: text, schemaOptions: schemaOptions, options: .generation)
  }

  package func constraint(
    text: [UInt8], schemaOptions: SchemaOptions, options: RecognizerOptions
  ) throws(MaskingError) -> Constraint {
    let key = Key(text: text, options: Options(schema: schemaOptions, recognizer: options))
    let known: Constraint? = state.withLock { state in
      state.uses += 1
      let known = Self.use(key, &state)
      if known == nil { state.statistics.misses += 1 } else { state.statistics.hits += 1 }
      return known
    }
    if let known { return known }
    let constraint = try compile(key)
    // What is let go may take long to free, and nobody has to wait for that.
    _ = state.withLock { state in
      state.entries[key] = Entry(constraint: constraint, lastUse: state.uses)
      return makeRoom(&state)
    }
    return constraint
  }

  /// What is kept of a text, which has been used now.
  private static func use(_ key: Key, _ state: inout State) -> Constraint? {
    guard let entry = state.entries[key] else { return nil }
    state.entries[key]!.lastUse = state.uses
    return entry.constraint
  }

  private func compile(_ key: Key) throws(MaskingError) -> Constraint {
    let (schemaOptions, options) = (key.options.schema, key.options.recognizer)
    let mayJoin =
      options.propertyOrder == .any && key.text.count >= SchemaAutomaton.leastParts * JSONParts.leastSize
    let schema: JSONValue
    do throws(JSONParseError) {
      schema = try JSONParser.parse(bytes: key.text, parts: mayJoin ? parts : nil)
    } catch {
      throw .schema(.invalidDocument(uri: "", error))
    }
    let own = mayJoin ? SchemaAutomaton.parts(below: schema) : []
    guard own.count >= SchemaAutomaton.leastParts else { return try small(schema, key) }
    if let automaton = family(for: own, key.options), let joined = automaton.join(schema) {
      state.withLock { state in
        state.statistics.joined += 1
        guard let index = state.families.firstIndex(where: { $0.automaton === automaton }) else { return }
        state.families[index].lastUse = state.uses
        state.families[index].parts.formUnion(own)
      }
      return Constraint(
        schema, schemaOptions, vocabulary: vocabulary, options: options, in: automaton, startingAt: joined.start,
        isGuarded: joined.isGuarded)
    }
    let (constraint, automaton) = try alone(schema, key, keepsParts: true)
    let parts = automaton.keptParts
    if parts.count < SchemaAutomaton.leastParts { return constraint }
    _ = state.withLock { state -> SharedAutomaton? in
      state.families.append(
        Family(options: key.options, automaton: automaton, parts: parts, lastUse: state.uses))
      if state.families.count <= familyLimit { return nil }
      let oldest = state.families.indices.min { state.families[$0].lastUse < state.families[$1].lastUse }!
      return state.families.remove(at: oldest).automaton
    }
    return constraint
  }

  /// A schema of few parts, which is the same however it is written; one of many parts joins those that it shares.
  private func small(_ schema: JSONValue, _ key: Key) throws(MaskingError) -> Constraint {
    let canonical = Key(text: Array(JSONWriter.write(schema).utf8), options: key.options)
    if canonical == key { return try alone(schema, key, keepsParts: false).0 }
    let known: Constraint? = state.withLock { state in
      let known = Self.use(canonical, &state)
      if known != nil { state.statistics.restated += 1 }
      return known
    }
    if let known { return known }
    let constraint = try alone(schema, key, keepsParts: false).0
    state.withLock { state in state.entries[canonical] = Entry(constraint: constraint, lastUse: state.uses) }
    return constraint
  }

  private func alone(
    _ schema: JSONValue, _ key: Key, keepsParts: Bool
  ) throws(MaskingError) -> (Constraint, SharedAutomaton) {
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, options: key.options.schema)
    } catch {
      throw .schema(error)
    }
    let automaton = try SharedAutomaton(document, vocabulary, key.options.recognizer, keepsParts: keepsParts)
    let constraint = Constraint(
      schema, key.options.schema, vocabulary: vocabulary, options: key.options.recognizer, in: automaton,
      startingAt: .start, isGuarded: automaton.isGuarded)
    return (constraint, automaton)
  }

  /// The automaton that has most of some parts, where that is at least half.
  private func family(for parts: [Int], _ options: Options) -> SharedAutomaton? {
    state.withLock { state in
      var best: (automaton: SharedAutomaton, count: Int)?
      for family in state.families where family.options == options {
        // What has grown large is soon made anew.
        if family.automaton.footprint > Constraint.renewalFootprint / 2 { continue }
        let count = parts.count { family.parts.contains($0) }
        if count * 2 >= parts.count, count > best?.count ?? 0 { best = (family.automaton, count) }
      }
      return best?.automaton
    }
  }

  /// Bytes, estimated, of the texts and of what their schemas remember. Schemas that share an automaton count it once.
  private struct Weight {
    var bytes = 0
    /// Schemas by automaton.
    var users: [ObjectIdentifier: Int] = [:]

    mutating func add(_ text: [UInt8], _ automaton: SharedAutomaton) {
      bytes += text.count * ConstraintStore.bytesPerByte
      let users = self.users[ObjectIdentifier(automaton), default: 0]
      if users == 0 { bytes += automaton.footprint }
      self.users[ObjectIdentifier(automaton)] = users + 1
    }

    mutating func remove(_ text: [UInt8], _ automaton: SharedAutomaton) {
      bytes -= text.count * ConstraintStore.bytesPerByte
      let users = self.users[ObjectIdentifier(automaton), default: 1] - 1
      if users == 0 { bytes -= automaton.footprint }
      self.users[ObjectIdentifier(automaton)] = users
    }
  }

  private static func weigh(_ entries: [Key: Entry]) -> Weight {
    var weight = Weight()
    for (key, entry) in entries { weight.add(key.text, entry.constraint.automaton) }
    return weight
  }

  /// A text with what was read of it.
  private static let bytesPerByte = 8
  /// Schemas that are compiled between two looks at what all of them remember.
  private static let missesBetweenLooks = 16

  /// Lets those go that have not been used for the longest time, but never the last one: some more than have to, so that
  /// they are not looked through for every schema.
  private func makeRoom(_ state: inout State) -> [Constraint] {
    if state.entries.count <= limit, state.statistics.misses % Self.missesBetweenLooks != 0 { return [] }
    var weight = Self.weigh(state.entries)
    guard state.entries.count > limit || weight.bytes > footprintLimit else { return [] }
    var released: [Constraint] = []
    for (key, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }).dropLast() {
      if state.entries.count <= limit - limit / 8, weight.bytes <= footprintLimit { break }
      state.entries[key] = nil
      weight.remove(key.text, entry.constraint.automaton)
      released.append(entry.constraint)
    }
    return released
  }
}
