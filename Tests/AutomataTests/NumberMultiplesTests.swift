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
    let choice = NumberChoice(label: 0, set: condition.set)
    var states = [Int32](repeating: NumberAutomaton.dead, count: tree.nodes.count)
    for (index, node) in tree.nodes.enumerated() {
      if node.parent < 0 {
        states[index] = automaton.start([choice])?.index ?? NumberAutomaton.dead
      } else if states[node.parent] >= 0 {
        states[index] = automaton.step(NumberStateID(index: states[node.parent]), node.text[node.text.count - 1])
      }
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
      let choice = NumberChoice(label: 0, set: condition.set)
      var states = [Int32](repeating: NumberAutomaton.dead, count: tree.nodes.count)
      for (index, node) in tree.nodes.enumerated() {
        if node.parent < 0 {
          states[index] = automaton.start([choice])?.index ?? NumberAutomaton.dead
        } else if states[node.parent] >= 0 {
          states[index] = automaton.step(NumberStateID(index: states[node.parent]), node.text[node.text.count - 1])
        }
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
}
