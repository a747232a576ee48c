import JSON
import Testing

@testable import Automata

/// The number automaton against exact decimals, on every text up to a length.
@Suite struct NumberAutomatonTests {
  /// All bytes that a number can have, and longer texts of fewer digits.
  private static let trees = [
    NumberTexts(alphabet: "0123456789-.e+E", length: 4), NumberTexts(alphabet: "015-.e", length: 6),
  ]

  /// A range in words of its own, judged by `ExactDecimal`.
  struct Specification {
    var minimum: ExactDecimal?
    var maximum: ExactDecimal?
    var minimumIsExclusive = false
    var maximumIsExclusive = false
    var kind: NumberSet.Kind
    var range: NumberSet.Range

    init(_ value: JSONValue) throws {
      minimumIsExclusive = value["minimumIsExclusive"]?.boolValue ?? false
      maximumIsExclusive = value["maximumIsExclusive"]?.boolValue ?? false
      kind =
        switch value["kind"]?.stringValue {
        case "integer": .integer
        case "integerText": .integerText
        default: .any
        }
      range = NumberSet.Range(kind: kind)
      if let text = value["minimum"]?.stringValue {
        let number = try #require(JSONNumber(text: text))
        minimum = ExactDecimal(number)
        range.lower = NumberBound(try #require(SignedDecimal(number)), isExclusive: minimumIsExclusive)
      }
      if let text = value["maximum"]?.stringValue {
        let number = try #require(JSONNumber(text: text))
        maximum = ExactDecimal(number)
        range.upper = NumberBound(try #require(SignedDecimal(number)), isExclusive: maximumIsExclusive)
      }
    }

    func admits(_ node: NumberTexts.Node, _ form: NumberForm) -> Bool {
      guard let value = node.value else { return false }
      if let minimum, value < minimum || (minimumIsExclusive && value == minimum) { return false }
      if let maximum, value > maximum || (maximumIsExclusive && value == maximum) { return false }
      let isPlain = kind == .integerText || (kind == .integer && form.plainIntegers)
      if kind == .integer, !value.isInteger { return false }
      if isPlain, node.hasPoint || node.hasExponent { return false }
      if !form.allowsExponent, node.hasExponent { return false }
      let (integer, fraction) = node.digits
      return integer <= form.maximumIntegerDigits ?? .max && fraction <= form.maximumFractionDigits ?? .max
    }
  }

  static let forms: [String: NumberForm] = [
    "any": .any, "plain": .plain,
    "short": NumberForm(maximumIntegerDigits: 2, maximumFractionDigits: 2, allowsExponent: false, plainIntegers: false),
    "exponents": NumberForm(
      maximumIntegerDigits: nil, maximumFractionDigits: nil, allowsExponent: true, plainIntegers: true),
  ]

  @Test(arguments: 0..<2)
  func acceptanceAndViability(tree: Int) throws {
    for entry in try #require(CaseFile.read("numbers.json").arrayValue) {
      let form = try #require(entry["form"]?.stringValue.flatMap { Self.forms[$0] })
      let choices = try #require(entry["choices"]?.arrayValue).map { ranges in
        try #require(ranges.arrayValue as [JSONValue]?).map { try Specification($0) }
      }
      let complaints = try Self.check(choices, form, Self.trees[tree])
      if let first = complaints.first {
        Issue.record("\(JSONWriter.write(entry)): \(first) (\(complaints.count) in all)")
      }
    }
  }

  private static func check(
    _ choices: [[Specification]], _ form: NumberForm, _ tree: NumberTexts
  ) throws -> [String] {
    var complaints: [String] = []
    var automaton = NumberAutomaton(form: form)
    let sets = choices.enumerated().map { label, ranges in
      NumberChoice(label: Int32(label), set: NumberSet(ranges.map(\.range)))
    }
    func labels(_ node: NumberTexts.Node) -> [Int32] {
      choices.indices.filter { choices[$0].contains { $0.admits(node, form) } }.map { Int32($0) }
    }
    var states = [Int32](repeating: NumberAutomaton.dead, count: tree.nodes.count)
    for (index, node) in tree.nodes.enumerated() {
      let text = String(decoding: node.text, as: UTF8.self)
      if node.parent < 0 {
        states[index] = automaton.start(sets)?.index ?? NumberAutomaton.dead
      } else if states[node.parent] >= 0 {
        states[index] = automaton.step(NumberStateID(index: states[node.parent]), node.text[node.text.count - 1])
      }
      let expected = labels(node)
      // A state that died too early shows here at the latest: nothing below it is reached.
      let found = states[index] < 0 ? [] : automaton.labels(atEndOf: NumberStateID(index: states[index]))
      if found != expected { complaints.append("\(text) has labels \(found), not \(expected)") }
      guard states[index] >= 0, node.text.count <= 3 || index % 41 == 0 else { continue }
      // A state that lives too long shows in that no text completes it.
      do {
        let whole = node.text + (try automaton.closing(NumberStateID(index: states[index])))
        let wholeText = String(decoding: whole, as: UTF8.self)
        let number = JSONNumber(text: wholeText)
        let last = NumberTexts.Node(text: whole, parent: index, value: number.map { ExactDecimal($0) })
        if labels(last).isEmpty { complaints.append("\(text) is completed to \(wholeText)") }
      } catch {
        complaints.append("\(text) is alive, but: \(error)")
      }
    }
    return complaints
  }

  /// Without bounds the digits do not matter, so the automaton stays small.
  @Test func unboundedNumbersHaveFewStates() throws {
    for form in [NumberForm.any, .plain] {
      var automaton = NumberAutomaton(form: form)
      let first = automaton.start([NumberChoice(label: 0, set: .all)])
      let start = try #require(first)
      for text in ["123456789.987654321", "-999", "0.5", "1048576", "-0.000001"] {
        var state = start
        for byte in text.utf8 { state = NumberStateID(index: automaton.step(state, byte)) }
        let canEnd = automaton.canEnd(state)
        #expect(canEnd, "\(text)")
      }
      // Those of integers are there, too.
      #expect(automaton.count < 200)
    }
  }

  @Test func emptySets() {
    var automaton = NumberAutomaton(form: .any)
    #expect(automaton.start([]) == nil)
    #expect(automaton.start([NumberChoice(label: 0, set: .none)]) == nil)
  }
}
