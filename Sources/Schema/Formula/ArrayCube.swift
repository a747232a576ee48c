/// One choice among the alternatives of an array's residual: assertions that hold together.
struct ArrayCube: AssertionCube {
  struct Items: Hashable {
    let prefix: [FormulaID]
    let rest: FormulaID

    func formula(at index: Int) -> FormulaID { index < prefix.count ? prefix[index] : rest }
  }

  /// What some item to come has to be.
  enum Obligation: Hashable {
    /// An item that these do not admit.
    case violation(Items)
    case match(FormulaID)
    /// An item that equals another one, given the values so far.
    case repetition(ItemValues)
    /// An item, or a length, that is another one than that of the constant.
    case difference(Int32)
  }

  /// A condition that so many items satisfy.
  struct Allowance {
    let formula: FormulaID
    var count: Int
  }

  var items: [Items] = []
  var obligations: [Obligation] = []
  var allowances: [Allowance] = []
  /// Matches beyond those that are placed one by one.
  var bulk: [Allowance] = []
  /// The values that no item may have again; nil where items may repeat.
  var distinctFrom: ItemValues?
  /// Items that stand already.
  let count: Int
  var minimum: Int
  var maximum: Int?

  init(count: Int, minimum: Int) {
    self.count = count
    self.minimum = minimum
  }

  mutating func add(_ assertion: Residual, in _: inout FormulaSpace) -> Bool {
    guard case .array(let assertion) = assertion else { return false }
    switch assertion {
    case .items(let prefix, let rest): items.append(Items(prefix: prefix, rest: rest))
    case .violation(let prefix, let rest): obligations.append(.violation(Items(prefix: prefix, rest: rest)))
    case .count(let low, let high):
      minimum = max(minimum, low)
      if let high { maximum = min(maximum ?? high, high) }
    case .atLeast(let formula, let count):
      let known = obligations.count { $0 == .match(formula) }
      let single = min(count, Self.singleMatches)
      if single > known { obligations += Array(repeating: .match(formula), count: single - known) }
      if count > single {
        let index = bulk.firstIndex { $0.formula == formula }
        if let index { bulk[index].count = max(bulk[index].count, count - single) }
        if index == nil { bulk.append(Allowance(formula: formula, count: count - single)) }
      }
    case .atMost(let formula, let count):
      if let index = allowances.firstIndex(where: { $0.formula == formula }) {
        allowances[index].count = min(allowances[index].count, count)
      } else {
        allowances.append(Allowance(formula: formula, count: count))
      }
    case .differs(let constants): obligations += constants.map { .difference($0) }
    case .unique(let values): distinctFrom = values
    case .repeated(let values): obligations.append(.repetition(values))
    }
    return max(minimum, count) <= maximum ?? .max
  }

  /// So many matches of one formula are placed one by one, where they may fall on one item with other obligations.
  static let singleMatches = 16

  /// Items from here on are all judged alike.
  var prefixEnd: Int {
    var end = items.map(\.prefix.count).max() ?? 0
    for case .violation(let items) in obligations { end = max(end, items.prefix.count) }
    return end
  }
}
