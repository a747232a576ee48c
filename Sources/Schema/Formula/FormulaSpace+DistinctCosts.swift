import Automata
import JSON

/// Arrays whose items all differ.
extension FormulaSpace {
  /// The most items still to come, the one under way included, for which different values are looked for.
  static let distinctLimit = 64

  /// Bytes by which an array or object is longer that has to differ from others: a member or an item more, or a longer
  /// one. A bound where there is room for either.
  private static let differenceCost: Int32 = 24

  /// A value that an item may have, with its cost; arrays and objects count as different from each other.
  private struct ItemChoice {
    let value: Int32?
    let cost: Int32
  }

  /// Bytes of different values for all formulas, commas not counted; `unreachable` when there are none.
  ///
  /// - Parameter open: what an item under way has to be; it takes a value, and its cost is not counted.
  mutating func distinctCost(_ formulas: [FormulaID], open: FormulaID?) throws(SchemaError) -> Int32 {
    let all = formulas + (open.map { [$0] } ?? [])
    if all.count > Self.distinctLimit {
      throw .tooComplex(document.location(of: document.root), question: "different items")
    }
    if all.count == 1 { return formulas.isEmpty ? 0 : try cost(of: formulas[0]) }
    var choices: [FormulaID: [ItemChoice]] = [:]
    for formula in all where choices[formula] == nil { choices[formula] = try self.choices(formula, all.count) }
    let lists = all.map { choices[$0]! }
    guard let matching = Self.matching(lists) else { return Self.unreachable }
    var total: Int32 = 0
    var containers = 0
    // The item under way may be one, too.
    if open != nil, lists[formulas.count][matching[formulas.count]].value == nil { containers += 1 }
    for (place, choice) in matching.enumerated() where place < formulas.count {
      let item = lists[place][choice]
      total = Self.sum(total, item.cost)
      if item.value != nil { continue }
      if containers > 0 { total = Self.sum(total, Self.differenceCost) }
      containers += 1
    }
    return total
  }

  /// Up to `count` different values of a formula, cheap ones first, and after them any number of arrays or objects.
  private mutating func choices(_ formula: FormulaID, _ count: Int) throws(SchemaError) -> [ItemChoice] {
    var found: [ItemChoice] = []
    var values: [Int32] = []
    var rest = formula
    while values.count < count, let (value, cost) = try cheapestScalar(rest) {
      let index = constantID(value)
      values.append(index)
      found.append(ItemChoice(value: index, cost: cost))
      rest = and([formula, not(constants(values.sorted()))])
    }
    let container = try cost(of: and([formula, intern(.structured)]))
    if container < Self.unreachable { found.append(ItemChoice(value: nil, cost: container)) }
    return found
  }

  /// One choice of each list so that no value comes twice, by augmenting paths.
  private static func matching(_ lists: [[ItemChoice]]) -> [Int]? {
    var owners: [Int32: Int] = [:]
    var chosen = [Int](repeating: -1, count: lists.count)
    func place(_ index: Int, _ visited: inout Set<Int32>) -> Bool {
      for (choice, item) in lists[index].enumerated() {
        guard let value = item.value else {
          chosen[index] = choice
          return true
        }
        if !visited.insert(value).inserted { continue }
        if let owner = owners[value], !place(owner, &visited) { continue }
        owners[value] = index
        chosen[index] = choice
        return true
      }
      return false
    }
    for index in lists.indices {
      var visited: Set<Int32> = []
      if !place(index, &visited) { return nil }
    }
    return chosen
  }

  /// A cheap literal, string or number that satisfies a formula; nil when there is none.
  private mutating func cheapestScalar(_ id: FormulaID) throws(SchemaError) -> (value: JSONValue, cost: Int32)? {
    let literals = try literals(id)
    if literals.contains(.null) { return (.null, 4) }
    if literals.contains(.true) { return (.bool(true), 4) }
    if literals.contains(.false) { return (.bool(false), 5) }
    let language = try writtenStrings(id)
    let set = try numbers(id)
    do throws(AutomatonError) {
      let cost = try strings.regex.cost(of: language)
      var number: [UInt8]?
      if let start = numbers.start([NumberChoice(label: 0, set: set)]) { number = try numbers.closing(start) }
      if cost < Self.unreachable, number == nil || Int(cost) + 2 <= number!.count {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: try strings.regex.witness(of: language).compactMap { Unicode.Scalar($0) })
        return (.string(ExactString(String(text))), Self.sum(cost, 2))
      }
      guard let number, let value = JSONNumber(text: String(decoding: number, as: UTF8.self)) else { return nil }
      return (.number(value), Int32(clamping: number.count))
    } catch {
      throw SchemaError(error, at: location(of: id))
    }
  }
}
