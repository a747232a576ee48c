/// Bounds what a plan costs by the sizes of the variables, step by step as the evaluator charges.
struct CostEstimator {
  typealias Estimate = (cost: CostEstimate, size: SizeEstimate)

  private let source: SizeEstimate.Source
  private var locals: [SizeEstimate]

  init(_ source: SizeEstimate.Source, localCount: Int) {
    self.source = source
    locals = Array(repeating: .scalar, count: localCount)
  }

  mutating func estimate(_ plan: Plan) -> Estimate {
    switch plan.step {
    case .constant(let value): return (.zero, SizeEstimate(value))
    case .variable(let name):
      return (.zero.adding(1), source.variables[name] ?? .document(source.documentBytes))
    case .local(let index): return (.zero.adding(1), locals[index])
    case .failure: return (.zero, .scalar)
    case .select(let operand, let field, _):
      let (cost, size) = estimate(operand)
      return (cost.adding(1), size.field(field))
    case .presence(let operand, _): return (estimate(operand).cost.adding(1), .scalar)
    case .index(let operand, let index, _):
      let (cost, size) = estimate(operand)
      return (cost.adding(estimate(index).cost).adding(1), size.element)
    case .call(let function, let arguments, _):
      var cost = CostEstimate.zero.adding(1)
      var sizes: [SizeEstimate] = []
      for argument in arguments {
        let (part, size) = estimate(argument)
        cost = cost.adding(part)
        sizes.append(size)
      }
      let (extra, size) = FunctionEstimates.estimate(function, sizes)
      return (cost.adding(CostEstimate(minimum: 0, maximum: extra)), size)
    case .search(let subject, let pattern):
      let (cost, size) = estimate(subject)
      let extra = TextPattern.cost(textBytes: size.textBytes, patternBytes: pattern.length)
      return (cost.adding(1).adding(CostEstimate(minimum: 0, maximum: extra)), .scalar)
    case .all(let operands), .any(let operands):
      // An operand that fails at once may be forgiven.
      let most = operands.reduce(1) { $0.addingClamped(estimate($1).cost.maximum) }
      return (CostEstimate(minimum: 1, maximum: most), .scalar)
    case .conditional(let condition, let first, let second):
      let (firstCost, firstSize) = estimate(first)
      let (secondCost, secondSize) = estimate(second)
      return (estimate(condition).cost.adding(1).adding(firstCost.union(secondCost)), firstSize.union(secondSize))
    case .list(let elements):
      var cost = CostEstimate.zero.adding(10)
      var size: SizeEstimate?
      for element in elements {
        let (part, elementSize) = estimate(element.value)
        cost = cost.adding(part)
        size = size?.union(elementSize) ?? elementSize
      }
      return (cost, .list(elements.count, size ?? .scalar))
    case .map(let entries):
      var cost = CostEstimate.zero.adding(30)
      var keys = SizeEstimate.scalar
      var values = SizeEstimate.scalar
      for entry in entries {
        let (keyCost, key) = estimate(entry.key)
        let (valueCost, value) = estimate(entry.value)
        cost = cost.adding(keyCost).adding(valueCost)
        keys = keys.union(key)
        values = values.union(value)
      }
      return (cost, .map(entries.count, key: keys, value: values))
    case .fold(let fold): return estimate(fold)
    case .binding(let local, let value, let body):
      let (cost, size) = estimate(value)
      locals[local] = size
      let (bodyCost, bodySize) = estimate(body)
      return (cost.adding(bodyCost), bodySize)
    case .optionalMap(let target, let local, let body, _):
      let (cost, size) = estimate(target)
      locals[local] = size
      let (bodyCost, bodySize) = estimate(body)
      return (cost.adding(1).adding(CostEstimate(minimum: 0, maximum: bodyCost.maximum)), bodySize)
    case .alternative(let first, let second, _):
      let (cost, size) = estimate(first)
      let (otherCost, otherSize) = estimate(second)
      return (cost.adding(1).adding(CostEstimate(minimum: 0, maximum: otherCost.maximum)), size.union(otherSize))
    }
  }

  private mutating func estimate(_ fold: Plan.Fold) -> Estimate {
    let (cost, size) = estimate(fold.range)
    // One variable is the element of a list or the key of a map; two are key and value.
    let single: SizeEstimate =
      switch size {
      case .list(_, let element): element
      case .document: size
      default: size.key
      }
    locals[fold.local] = fold.variableCount == 2 ? size.key : single
    if fold.variableCount == 2 { locals[fold.local + 1] = size.element }
    var turn = 1
    if let filter = fold.filter { turn = turn.addingClamped(estimate(filter).cost.maximum) }
    var result = single
    if let body = fold.body {
      let (bodyCost, bodySize) = estimate(body)
      turn = turn.addingClamped(bodyCost.maximum)
      result = bodySize
    }
    let count = size.count
    var total = cost.adding(CostEstimate(minimum: 0, maximum: turn.multipliedClamped(by: count)))
    switch fold.purpose {
    case .all, .exists, .existsOne: return (total, .scalar)
    case .list: return (total, .list(count, result))
    case .map: return (total, .map(count, key: size.key, value: result))
    case .mapEntries:
      let entries = count.multipliedClamped(by: result.count)
      total = total.adding(CostEstimate(minimum: 0, maximum: entries))
      return (total, .map(entries, key: result.key, value: result.element))
    }
  }
}
