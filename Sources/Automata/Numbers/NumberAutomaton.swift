import Synchronization

/// One reading of a number under way: the set that it must end in, and the label to report.
package struct NumberChoice: Hashable, Sendable {
  package let label: Int32
  package let set: NumberSet

  package init(label: Int32, set: NumberSet) {
    self.label = label
    self.set = set
  }
}

/// An interned state of the number automaton.
package struct NumberStateID: Hashable, Sendable {
  package let index: Int32

  package init(index: Int32) { self.index = index }
}

/// A lazily built byte automaton of number texts under range constraints.
///
/// A state is the text so far and the choices that it can still reach. Where no choice has a bound ahead, only what the
/// grammar, the digit limits and the multiples look at is kept of the text, so such numbers have few states.
package struct NumberAutomaton: ~Copyable {
  struct State: Hashable {
    /// Index in `choiceLists`.
    var choices: Int32
    var text: NumberText
  }

  package static let dead: Int32 = -1
  private static let unknown: Int32 = -3

  /// What is known so far.
  private struct Tables: Sendable {
    var states: ContiguousArray<State> = []
    var ids: [State: NumberStateID] = [:]
    var choiceLists: ContiguousArray<[NumberChoice]> = []
    var choiceListIDs: [[NumberChoice]: Int32] = [:]
    /// Results of a step for the bytes of `alphabet`.
    var rows: ContiguousArray<Int32> = []
    /// By state, the labels of the choices that hold for the number that ends there; nil while unknown.
    var labelLists: ContiguousArray<[Int32]?> = []
  }

  package let form: NumberForm
  private var tables: Tables
  private var closings: [Int32: [(label: Int32, text: [UInt8])]] = [:]
  /// Column of a byte in `rows`, 255 for bytes that no number has.
  private static let columns: [UInt8] = {
    var columns = [UInt8](repeating: 255, count: 256)
    for (column, byte) in "0123456789-+.eE".utf8.enumerated() { columns[Int(byte)] = UInt8(column) }
    return columns
  }()
  private static let width = 16

  package init(form: NumberForm) { self.init(form, Self.prepared(form)) }

  private init(_ form: NumberForm, _ tables: Tables) {
    self.form = form
    self.tables = tables
  }

  private static let preparedForms = Mutex<[NumberForm: Tables]>([:])
  /// Enough for all states that digits lead to, or for the first ones where every number is a state of its own; few
  /// enough to be copied for every schema.
  private static let preparedStates = 48

  /// What digits lead to in numbers and in integers without bounds, which most schemas ask for, and the first step out
  /// of that.
  private static func prepared(_ form: NumberForm) -> Tables {
    if let known = preparedForms.withLock({ $0[form] }) { return known }
    var automaton = NumberAutomaton(form, Tables())
    for set in [NumberSet.all, NumberSet([NumberSet.Range(kind: .integer)])] {
      _ = automaton.start([NumberChoice(label: 0, set: set)])
    }
    var index = 0
    while index < automaton.tables.states.count, automaton.tables.states.count < preparedStates {
      for byte in "-0123456789".utf8 { _ = automaton.step(NumberStateID(index: Int32(index)), byte) }
      index += 1
    }
    for state in (0..<Int32(min(index, preparedStates / 2))).map({ NumberStateID(index: $0) }) {
      for byte in ".eE".utf8 { _ = automaton.step(state, byte) }
      _ = automaton.labels(atEndOf: state)
    }
    let tables = automaton.tables
    preparedForms.withLock { $0[form] = tables }
    return tables
  }

  package var count: Int { tables.states.count }

  /// The state before the first byte; nil when no choice has a number.
  package mutating func start(_ choices: [NumberChoice]) -> NumberStateID? {
    intern(list(choices), NumberText())
  }

  /// The next state's index or `dead`.
  package mutating func step(_ state: NumberStateID, _ byte: UInt8) -> Int32 {
    let column = Self.columns[Int(byte)]
    if column == 255 { return Self.dead }
    let place = Int(state.index) * Self.width + Int(column)
    let known = tables.rows[place]
    if known != Self.unknown { return known }
    let from = tables.states[Int(state.index)]
    let result = from.text.appending(byte).flatMap { intern(from.choices, $0)?.index } ?? Self.dead
    tables.rows[place] = result
    return result
  }

  /// The labels of the choices that hold for the number that ends here.
  package mutating func labels(atEndOf id: NumberStateID) -> [Int32] {
    if let known = tables.labelLists[Int(id.index)] { return known }
    let state = tables.states[Int(id.index)]
    let labels = tables.choiceLists[Int(state.choices)].filter { $0.set.contains(state.text) }.map(\.label)
    tables.labelLists[Int(id.index)] = labels
    return labels
  }

  package mutating func canEnd(_ state: NumberStateID) -> Bool { !labels(atEndOf: state).isEmpty }

  /// A short text that completes the number for some choice; empty when it may end here.
  ///
  /// - Throws: `AutomatonError.fuelExhausted` when none is found.
  package mutating func closing(_ state: NumberStateID) throws(AutomatonError) -> [UInt8] {
    try closings(state).map(\.text).min { $0.count < $1.count } ?? []
  }

  /// For each choice a short text that completes the number: see `NumberViability.closing`.
  ///
  /// - Throws: `AutomatonError.fuelExhausted` when none is found.
  package mutating func closings(
    _ state: NumberStateID
  ) throws(AutomatonError) -> [(label: Int32, text: [UInt8])] {
    if let known = closings[state.index] { return known }
    let from = tables.states[Int(state.index)]
    var found: [(label: Int32, text: [UInt8])] = []
    for choice in tables.choiceLists[Int(from.choices)] {
      guard let text = NumberViability(form: form).closing(choice.set, from: from.text) else {
        throw .fuelExhausted(.emptiness)
      }
      found.append((choice.label, text))
    }
    closings[state.index] = found
    return found
  }

  private mutating func list(_ choices: [NumberChoice]) -> Int32 {
    if let id = tables.choiceListIDs[choices] { return id }
    let id = Int32(tables.choiceLists.count)
    tables.choiceLists.append(choices)
    tables.choiceListIDs[choices] = id
    return id
  }

  private mutating func intern(_ list: Int32, _ text: NumberText) -> NumberStateID? {
    let viability = NumberViability(form: form)
    let choices = tables.choiceLists[Int(list)]
    let living = choices.filter { viability.canReach($0.set, from: text) }
    if living.isEmpty { return nil }
    // Mostly all of them go on.
    let next = living.count == choices.count ? list : self.list(living)
    let state = State(choices: next, text: viability.abstracted(text, living.flatMap(\.set.ranges)))
    if let id = tables.ids[state] { return id }
    let id = NumberStateID(index: Int32(tables.states.count))
    tables.states.append(state)
    tables.ids[state] = id
    tables.rows.append(contentsOf: repeatElement(Self.unknown, count: Self.width))
    tables.labelLists.append(nil)
    return id
  }
}
