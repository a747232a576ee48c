import Automata
import JSON

/// The recognizer of a JSON Schema: an incremental byte-level automaton whose states can all still be completed.
///
/// A state is a lexeme and a stack. While a value is open, its cell holds the alternatives that it may satisfy, each
/// with the frame that its container becomes when it does. Alternatives run side by side inside one state, under
/// labels; a value's end reports the labels that hold, and the container goes on with the union of their frames.
/// Everything is built on demand and remembered.
package struct SchemaAutomaton: ~Copyable {
  var space: FormulaSpace

  var frames: ContiguousArray<Frame> = []
  private var frameIDs: [Frame: FrameID] = [:]
  /// Of what frames hold.
  private var frameBytes = 0
  /// Places of schemas that have joined.
  var joinedNodes = 0
  var pendings: ContiguousArray<[PendingEntry]> = []
  private var pendingIDs: [[PendingEntry]: PendingID] = [:]
  var cells: ContiguousArray<StackCell> = []
  private var cellIDs: [StackCell: Int32] = [:]
  /// Cells from each cell down to the bottom of the stack: the containers that are open.
  private(set) var depths: ContiguousArray<Int32> = []
  /// Whether the value of a cell, or of one below it, is an item whose text will be read when it ends.
  private(set) var captures: ContiguousArray<Bool> = []
  /// By cell: the first cell that tokens can't tell from it, -1 while unknown; see `StackView`.
  var twins: ContiguousArray<Twins> = []
  var twinIDs: [StackView: Int32] = [:]
  var literals: ContiguousArray<LiteralProgress> = []
  private var literalIDs: [LiteralProgress: Int32] = [:]
  var orders: ContiguousArray<PropertyOrdering> = []
  private var orderIDs: [PropertyOrdering: Int32] = [:]

  /// The choices of combined residuals for the member that is being looked at.
  var knownChoices: [ResidualID: [MemberChoice]] = [:]
  /// Whether combined residuals are left as they are by that member.
  var knownUnaffected: [ResidualID: Bool] = [:]
  /// The property names that may come next in an object, by frame.
  var keyLanguages = InternedTable<FrameID, [StringChoice]>()
  /// The strings of these names; nil where none may come.
  var nameStarts = InternedTable<FrameID, StringStateID?>()
  /// The labels that hold where a container ends, by frame.
  var closingLabels = InternedTable<FrameID, [Int32]>()
  /// Whether every text is the beginning of a name that may come next, as far as that is seen at once; with
  /// `keyLanguages`.
  var openNames = InternedTable<FrameID, Bool>()
  /// The names in an order, by code points.
  var namesByOrder: [Int32: [(key: KeyID, scalars: [UInt32])]] = [:]
  /// The names that end in states of the string automaton.
  var namedKeys: [StringStateID: KeyID] = [:]
  /// All of them as a language.
  var namedLanguages: [Int32: RegexID] = [:]
  var otherNames: [OtherNames: [(key: KeyID, language: RegexID)]] = [:]
  /// What a member with this key brings: nil where the key can't stand.
  var memberSteps: [MemberStep: PendingID?] = [:]
  /// What `unbounded` found, by state; by languages without and with low bounds, whether their tokens are the same; and
  /// the languages without bounds that were met.
  var unboundedStates: [StringStateID: StringStateID] = [:]
  var sameTokens: [BoundedLanguages: Bool] = [:]
  var freeLanguages: Set<StringStateID> = []
  /// By state, what `StringAutomaton.largestEnd` found.
  var largestEnds: [StringStateID: Int?] = [:]
  var firstRequired: [RequiredKeys: Int32] = [:]
  var itemSteps = InternedTable<FrameID, PendingID?>()
  /// The formulas of each of `pendings`, by index: values that may be the same start alike, whatever comes behind them.
  private(set) var formulaLists: ContiguousArray<Int32> = []
  private var formulaListIDs: [[FormulaID]: Int32] = [:]
  var valueStarts: [ValueStart: ValueOpening?] = [:]
  var frameCosts: [OpenFrame: Int32] = [:]
  /// Whether a name that conditions name has been completed since this was last set, see `namePassage`.
  var hasCompletedNamed = false
  /// Whether items that end are left unread where what follows does not depend on them.
  var leavesItemsUnread = false
  /// Names that were read from the tape, by key.
  var knownNames = KnownTexts()
  /// Items that were read from the tape, by constant.
  var knownItems = KnownTexts()
  /// Strings that a predicate was asked about, by state: whether they can be completed.
  var knownEndings = KnownTexts()
  /// Frames in which the conditions of two may be met.
  var unions: [FramePair: FrameID] = [:]
  /// What became of arrays that took an item's value.
  var settledFrames: [SettledItem: FrameID?] = [:]
  package var tape = ByteTape()

  struct Twins {
    /// For a container under way, or a value that is to come.
    var closed: Int32 = -1
    /// For a value that has begun.
    var open: Int32 = -1
  }

  struct MemberStep: InternedKey {
    let frame: FrameID
    let key: KeyID

    func mix(into mixer: inout KeyMixer) { mixer.add(frame.index, key.index) }
  }

  /// An array behind an item, and the constant that the item was.
  struct SettledItem: InternedKey {
    let frame: FrameID
    let constant: Int32

    func mix(into mixer: inout KeyMixer) { mixer.add(frame.index, constant) }
  }

  struct FramePair: InternedKey {
    let left: FrameID
    let right: FrameID

    func mix(into mixer: inout KeyMixer) { mixer.add(left.index, right.index) }
  }

  /// The first byte of a value that is to satisfy one of these formulas.
  struct ValueStart: InternedKey {
    let formulas: Int32
    let byte: UInt8

    func mix(into mixer: inout KeyMixer) { mixer.add(formulas, Int32(byte)) }
  }

  /// Where a value leads with its first byte.
  enum ValueOpening {
    /// A lexeme on the same stack.
    case scalar(Int32)
    /// Before the first byte of a number.
    case number(NumberStateID)
    /// A frame on top of it.
    case container(RecognizerState.Kind, FrameID)
  }

  /// - Parameter keepsParts: whether other schemas may join that share parts with this one.
  /// - Throws: `SchemaError` naming the keyword and its place when the masks can't enforce the schema exactly, when it
  ///   is no schema, or when no value satisfies it.
  package init(
    _ document: consuming SchemaDocument, options: RecognizerOptions, keepsParts: Bool = false
  ) throws(SchemaError) {
    space = FormulaSpace(document: document, options: options)
    _ = intern(Frame.done)
    let start = try self.start(at: space.document.root, keepsParts: keepsParts).state
    precondition(start == self.start, "the start state's cell is the first")
  }

  /// The automaton of a schema that was compiled before with the same options, so that nothing in it is refused.
  package init(checked document: consuming SchemaDocument, isGuarded: Bool, options: RecognizerOptions) {
    space = FormulaSpace(document: document, options: options)
    space.isGuarded = isGuarded
    _ = intern(Frame.done)
    let start = self.start(at: space.formula(of: space.document.root, in: .empty))
    precondition(start == self.start, "the start state's cell is the first")
  }

  private mutating func start(at root: FormulaID) -> RecognizerState {
    let pending = intern([PendingEntry(formula: root, continuation: .done)])
    return RecognizerState(.value, stack: intern(StackCell(content: .pending(pending), parent: -1)))
  }

  /// Where the documents of a root start, and whether something in it is guarded.
  mutating func start(
    at node: SchemaNodeID, keepsParts: Bool
  ) throws(SchemaError) -> (state: RecognizerState, isGuarded: Bool) {
    let isGuarded = try space.checkReachable(from: node, keepsParts: keepsParts)
    let root = space.formula(of: node, in: .empty)
    if try !space.isSatisfiable(root) {
      throw .unsatisfiable(
        space.document.location(of: node), conflicting: ConflictSearch.conflicts(in: space.document, space.options))
    }
    return (self.start(at: root), isGuarded)
  }

  /// Where the documents of the first root start.
  package var start: RecognizerState { .start }

  /// Whether the document may end here.
  package mutating func isAccepting(_ state: RecognizerState) throws(SchemaError) -> Bool {
    switch state.kind {
    case .afterValue: return state.stack < 0
    case .number:
      guard cells[Int(state.stack)].parent < 0 else { return false }
      return space.numbers.canEnd(NumberStateID(index: state.payload))
    default: return false
    }
  }

  /// A new question begins: the limits on work count from here.
  package mutating func restartMeters() { space.restartMeters() }

  /// Bytes that all this takes, as an estimate.
  package var footprint: Int {
    let joined = joinedNodes * Self.nodeFootprint
    let interned = frames.count + pendings.count + cells.count + literals.count
    let steps = memberSteps.count + itemSteps.count + settledFrames.count
    let answers = steps + unions.count + valueStarts.count + frameCosts.count + keyLanguages.count
    let texts = knownNames.footprint + knownItems.footprint + knownEndings.footprint + frameBytes
    return space.footprint + interned * Self.internedFootprint + answers * Self.answerFootprint + texts + joined
  }

  /// With their places in arrays and dictionaries.
  private static let internedFootprint = 192
  private static let answerFootprint = 96
  /// With what it holds of the text.
  private static let nodeFootprint = 256

  mutating func intern(_ frame: Frame) -> FrameID {
    if let id = frameIDs[frame] { return id }
    let id = FrameID(index: Int32(frames.count))
    frames.append(frame)
    if case .object(let object) = frame { frameBytes += object.seen.count * 4 + object.entries.count * 8 }
    frameIDs[frame] = id
    return id
  }

  mutating func intern(_ pending: [PendingEntry]) -> PendingID {
    if let id = pendingIDs[pending] { return id }
    let id = PendingID(index: Int32(pendings.count))
    pendings.append(pending)
    pendingIDs[pending] = id
    let formulas = pending.map(\.formula)
    let list = formulaListIDs[formulas] ?? Int32(formulaListIDs.count)
    formulaListIDs[formulas] = list
    formulaLists.append(list)
    return id
  }

  mutating func intern(_ cell: StackCell) -> Int32 {
    if let id = cellIDs[cell] { return id }
    let id = Int32(cells.count)
    cells.append(cell)
    depths.append(cell.parent < 0 ? 1 : depths[Int(cell.parent)] + 1)
    captures.append(awaitsValue(cell) || cell.parent >= 0 && captures[Int(cell.parent)])
    cellIDs[cell] = id
    twins.append(Twins())
    return id
  }

  mutating func intern(_ literal: LiteralProgress) -> Int32 {
    if let id = literalIDs[literal] { return id }
    let id = Int32(literals.count)
    literals.append(literal)
    literalIDs[literal] = id
    return id
  }

  mutating func intern(_ order: PropertyOrdering) -> Int32 {
    if let id = orderIDs[order] { return id }
    let id = Int32(orders.count)
    orders.append(order)
    orderIDs[order] = id
    return id
  }

  /// The frame on top of the stack.
  func frame(_ stack: Int32) -> FrameID {
    guard case .frame(let frame) = cells[Int(stack)].content else { preconditionFailure("a value is open") }
    return frame
  }

  /// The pending value on top of the stack.
  func pending(_ stack: Int32) -> PendingID {
    guard case .pending(let pending) = cells[Int(stack)].content else { preconditionFailure("no value is open") }
    return pending
  }

  /// Whether the container on top of the stack is so deep that it takes nothing more than it has to.
  mutating func isFull(_ stack: Int32) -> Bool {
    guard let limit = space.options.maximumDepth, Int(depths[Int(stack)]) > limit else { return false }
    return !closingLabels(stack).isEmpty
  }

  /// Whether the text of the value in a cell, or in one below it, will be read when it ends.
  func isCapturing(_ stack: Int32) -> Bool { captures[Int(stack)] }

  private func awaitsValue(_ cell: StackCell) -> Bool {
    guard case .pending(let pending) = cell.content else { return false }
    return pendings[Int(pending.index)].contains { awaitsValue($0.continuation) }
  }

  /// Whether the conditions of an array wait for the value of the item under way.
  func awaitsValue(_ id: FrameID) -> Bool {
    guard case .array(let frame) = frames[Int(id.index)] else { return false }
    return frame.entries.contains { awaitsValue($0.residual) }
  }

  mutating func push(_ content: StackCell.Content, on parent: Int32) -> Int32 {
    intern(StackCell(content: content, parent: parent))
  }
}
