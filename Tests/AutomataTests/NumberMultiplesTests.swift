import JSON
import Testing

@testable import Automata

/// Multiples, and what is none, at every byte, against exact decimals.
@Suite struct NumberMultiplesTests {
  /// Forms of which all numbers can be listed.
  private static let finite = [
    NumberForm(maximumIntegerDigits: 2, maximumFractionDigits: 1, allowsExponent: false, plainIntegers: false),
    NumberForm(maximumIntegerDigits: 1, maximumFractionDigits: 2, allowsExponent: false, plainIntegers: false),
  ]

  private static func texts(_ form: NumberForm) -> NumberTexts {
    let (integer, fraction) = (form.maximumIntegerDigits ?? 0, form.maximumFractionDigits ?? 0)
    return NumberTexts(alphabet: "0123456789-.", length: 2 + integer + fraction) {
      $0.digits.0 <= integer && $0.digits.1 <= fraction
    }
  }

  private static let fine = ["0.01", "0.03", "0.07", "0.15", "0.25", "0.75"]

  /// A random condition that needs no more digits than the finite forms have.
  private static func condition(_ random: inout SplitMix, fraction: Int, depth: Int) -> NumberCondition {
    let tenths = fraction == 2
    let bounds =
      tenths ? ["-7", "-2.5", "-0.3", "0", "0.1", "1.5", "3", "6.4"] : ["-9", "-7", "-1", "0", "1", "5", "8"]
    let divisors =
      tenths
      ? ["0.1", "0.2", "0.3", "0.7", "1", "1.5", "2", "2.5", "3"] : ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    let finest = tenths ? ["0.1", "0.3", "0.7", "1.1", "2.5"] : ["0.1", "0.2", "0.3", "0.7", "1.5", "2.5"]
    switch Int.random(in: 0..<(depth > 0 ? 13 : 9), using: &random) {
    case 0: return .atLeast(bounds.randomElement(using: &random)!)
    case 1: return .above(bounds.randomElement(using: &random)!)
    case 2: return .atMost(bounds.randomElement(using: &random)!)
    case 3: return .below(bounds.randomElement(using: &random)!)
    case 4: return .kind([.integer, .integerText, .fractions, .otherIntegers].randomElement(using: &random)!)
    case 5: return .not(.multipleOf(divisors.randomElement(using: &random)!))
    case 6: return .all([.multipleOf(finest.randomElement(using: &random)!), .not(.multipleOf("1"))])
    case 7, 8: return .multipleOf(divisors.randomElement(using: &random)!)
    case 9, 10:
      return .all((0..<2).map { _ in condition(&random, fraction: fraction, depth: depth - 1) })
    case 11: return .any((0..<2).map { _ in condition(&random, fraction: fraction, depth: depth - 1) })
    default: return .not(condition(&random, fraction: fraction, depth: depth - 1))
    }
  }

  /// Every text is alive exactly when a number that begins with it is in the set; closings end in the set.
  @Test(arguments: 0..<2)
  func viabilityIsReachability(form index: Int) throws {
    let form = Self.finite[index]
    let tree = Self.texts(form)
    var random = SplitMix(seed: UInt64(71 + index))
    for round in 0..<24 {
      var condition = Self.condition(&random, fraction: form.maximumFractionDigits ?? 0, depth: 3)
      // Where there is no end, a bound has room for a digit more.
      if index == 1 { condition = .all([.atLeast("-9.9"), .atMost("9.9"), condition]) }
      if index == 1, round % 2 == 0 {
        condition = .all([.multipleOf(Self.fine[round / 2 % Self.fine.count]), condition])
      }
      var reachable = tree.nodes.map { $0.value != nil && condition.admits($0.text) }
      let members = reachable
      for (index, node) in tree.nodes.enumerated().reversed() where reachable[index] && node.parent >= 0 {
        reachable[node.parent] = true
      }
      let complaints = try Self.check(condition, form, tree, members, reachable)
      if let first = complaints.first { Issue.record("\(condition): \(first) (\(complaints.count) in all)") }
    }
  }

  private static func check(
    _ condition: NumberCondition, _ form: NumberForm, _ tree: NumberTexts, _ members: [Bool], _ reachable: [Bool]
  ) throws -> [String] {
    var complaints: [String] = []
    var automaton = NumberAutomaton(form: form)
    let states = Self.states(condition, tree, &automaton)
    for (index, node) in tree.nodes.enumerated() {
      let text = String(decoding: node.text, as: UTF8.self)
      if (states[index] >= 0) != reachable[index] {
        complaints.append("\(text) is \(reachable[index] ? "dead" : "alive")")
      }
      guard states[index] >= 0 else { continue }
      let state = NumberStateID(index: states[index])
      if automaton.canEnd(state) != members[index] { complaints.append("\(text) is misjudged") }
      complaints += try Self.descent(text, state, condition, &automaton)
    }
    return complaints
  }

  /// The state behind each text of a tree, or `dead`.
  private static func states(
    _ condition: NumberCondition, _ tree: NumberTexts, _ automaton: inout NumberAutomaton
  ) -> [Int32] {
    let choice = NumberChoice(label: 0, set: condition.set)
    var states = [Int32](repeating: NumberAutomaton.dead, count: tree.nodes.count)
    for (index, node) in tree.nodes.enumerated() {
      if node.parent < 0 {
        states[index] = automaton.start([choice])?.index ?? NumberAutomaton.dead
      } else if states[node.parent] >= 0 {
        states[index] = automaton.step(NumberStateID(index: states[node.parent]), node.text[node.text.count - 1])
      }
    }
    return states
  }

  /// A closing ends in the set, and from its first byte on there is one that is shorter.
  private static func descent(
    _ text: String, _ state: NumberStateID, _ condition: NumberCondition, _ automaton: inout NumberAutomaton
  ) throws -> [String] {
    let closing = try automaton.closing(state)
    let whole = Array(text.utf8) + closing
    var complaints: [String] = []
    if !condition.admits(whole) {
      complaints.append("\(text) is completed to \(String(decoding: whole, as: UTF8.self))")
    }
    guard let first = closing.first else { return complaints }
    let next = automaton.step(state, first)
    if next < 0 { return complaints + ["\(text): the completion is dead"] }
    if try automaton.closing(NumberStateID(index: next)).count >= closing.count {
      complaints.append("\(text): the completion grows")
    }
    return complaints
  }

  /// Where exponents may stand, no text of a member dies on the way, and every text that lives can be completed.
  @Test func exponents() throws {
    let tree = NumberTexts(alphabet: "0135-.e", length: 5)
    var random = SplitMix(seed: 5)
    for round in 0..<12 {
      let condition = Self.condition(&random, fraction: round % 2 + 1, depth: 2)
      var complaints: [String] = []
      var automaton = NumberAutomaton(form: .any)
      let states = Self.states(condition, tree, &automaton)
      for (index, node) in tree.nodes.enumerated() {
        let text = String(decoding: node.text, as: UTF8.self)
        let canEnd = states[index] >= 0 && automaton.canEnd(NumberStateID(index: states[index]))
        if canEnd != (node.value != nil && condition.admits(node.text)) { complaints.append("\(text) is misjudged") }
        if states[index] >= 0, index % 5 == 0 || node.text.count < 4 {
          complaints += try Self.descent(text, NumberStateID(index: states[index]), condition, &automaton)
        }
      }
      if let first = complaints.first { Issue.record("\(condition): \(first) (\(complaints.count) in all)") }
    }
  }

  /// Sets whose members are far from what a digit or two say, each with a member.
  private static let extremes: [(condition: NumberCondition, member: String)] = [
    (.all([.multipleOf("7919"), .atLeast("1000000"), .atMost("1007919")]), "1005713"),
    (.all([.multipleOf("1e-20"), .above("0"), .below("1e-19")]), "0.00000000000000000003"),
    (.all([.multipleOf("0.0075"), .above("2.5"), .below("2.51")]), "2.5050"),
    (.all([.multipleOf("1e-8"), .above("-0.00000002"), .below("0")]), "-0.00000001"),
    (.all([.multipleOf("123456789012345678901234567890"), .not(.atMost("0"))]), "123456789012345678901234567890"),
    (.all([.multipleOf("3"), .above("1e40")]), "30000000000000000000000000000000000000000"),
    (.all([.multipleOf("0.01"), .multipleOf("0.015"), .not(.multipleOf("0.06"))]), "0.03"),
    (
      .all([.multipleOf("1")] + ["2", "3", "5", "7", "11", "13", "17"].map { .not(.multipleOf($0)) } + [.above("1")]),
      "19"
    ),
    (.all([.multipleOf("1e300"), .above("0")]), "1" + String(repeating: "0", count: 300)),
    (.all([.not(.multipleOf("0.00000000000000000001")), .above("0"), .below("1e-19")]), "0.000000000000000000015"),
    (.all([.multipleOf("0.5"), .not(.multipleOf("1")), .below("-1e17")]), "-100000000000000000.5"),
    (.all([.multipleOf("5"), .atLeast("-0"), .atMost("0")]), "-0"),
  ]

  /// In either form the member lives at every byte, and what lives can be completed.
  @Test(arguments: 0..<extremes.count)
  func extremesAreReached(index: Int) throws {
    let (condition, member) = Self.extremes[index]
    for form in [NumberForm.plain, .any] {
      var automaton = NumberAutomaton(form: form)
      let first = automaton.start([NumberChoice(label: 0, set: condition.set)])
      var state = try #require(first)
      var complaints = try Self.descent("", state, condition, &automaton)
      for (count, byte) in member.utf8.enumerated() {
        let next = automaton.step(state, byte)
        let text = member.prefix(count + 1)
        try #require(next >= 0, "\(text)")
        state = NumberStateID(index: next)
        complaints += try Self.descent(String(text), state, condition, &automaton)
      }
      let canEnd = automaton.canEnd(state)
      #expect(canEnd && complaints.isEmpty, "\(member): \(complaints.first ?? "not taken")")
    }
  }

  /// What no number is in has no state.
  @Test(
    arguments: [
      .all([.multipleOf("3"), .multipleOf("5"), .above("0"), .below("15")]),
      .all([.multipleOf("6"), .not(.multipleOf("2"))]), .all([.multipleOf("2"), .kind(.fractions)]),
      .all([.multipleOf("0.02"), .not(.multipleOf("0.04")), .above("0.02"), .below("0.06")]),
    ] as [NumberCondition])
  func emptySets(condition: NumberCondition) {
    for form in [NumberForm.plain, .any] {
      var automaton = NumberAutomaton(form: form)
      let start = automaton.start([NumberChoice(label: 0, set: condition.set)])
      #expect(start == nil)
    }
  }

  /// Beyond the bounds only remainders matter, so a long text makes no state of its own.
  @Test(
    arguments: [
      .multipleOf("7"), .all([.atLeast("0"), .multipleOf("0.01")]), .all([.above("25"), .not(.multipleOf("0.3"))]),
    ] as [NumberCondition])
  func unboundedMultiplesHaveFewStates(condition: NumberCondition) throws {
    var automaton = NumberAutomaton(form: .plain)
    let first = automaton.start([NumberChoice(label: 0, set: condition.set)])
    let start = try #require(first)
    var random = SplitMix(seed: 3)
    for _ in 0..<300 {
      var state = start
      while let byte = "0123456789.".utf8.randomElement(using: &random) {
        let next = automaton.step(state, byte)
        if next < 0, automaton.canEnd(state) { break }
        if next >= 0 { state = NumberStateID(index: next) }
      }
    }
    #expect(automaton.count < 1_000)
  }
}
