import JSON

/// One output under judgement.
struct Judgement {
  let scopes: RuleScopeTable
  let limits: RuleLimits
  let variables: RuleVariables
  private(set) var report = RuleReport()
  private var ran: Set<String> = []

  init(scopes: RuleScopeTable, limits: RuleLimits, variables: RuleVariables) {
    self.scopes = scopes
    self.limits = limits
    self.variables = variables
  }

  /// Applies rules to one value.
  mutating func apply(_ rules: [CompiledRule], to json: JSONValue, as shape: ShapeID, at place: JSONPointer) {
    let value: Value
    do throws(EvaluationProblem) {
      value = try scopes.shapes.value(of: json, as: shape)
    } catch {
      for rule in rules { add(rule.verdict(.failed(.value(error)), at: place, cost: 0), rule) }
      return
    }
    for rule in rules {
      let left = max(0, min(limits.costPerEvaluation, limits.totalCost - report.cost))
      add(rule.judge(value, variables, at: place, costLimit: left), rule)
    }
  }

  private mutating func add(_ verdict: RuleVerdict, _ rule: CompiledRule) {
    if ran.insert(rule.rule.id).inserted { report.ran.append(rule.rule.id) }
    report.add(verdict, keeping: limits.violations)
  }

  /// Applies the rules of a subschema and of those below it.
  mutating func walk(_ json: JSONValue, _ index: Int, at place: JSONPointer) {
    guard scopes.scopes[index].isNeeded else { return }
    for index in scopes.inPlace(of: index, isNull: json.isNull) {
      let scope = scopes.scopes[index]
      // A null has nothing that a rule could be about, where the schema allows it beside another type.
      if !scope.rules.isEmpty, !(json.isNull && scopes.shapes[scope.shape].isNullable) {
        apply(scope.rules, to: json, as: scope.shape, at: place)
      }
      walkParts(of: json, scope, at: place)
    }
  }

  private mutating func walkParts(of json: JSONValue, _ scope: RuleScope, at place: JSONPointer) {
    switch json {
    case .object(let object):
      for (key, inner) in scope.properties where scopes.scopes[inner].isNeeded {
        if let value = object[key] { walk(value, inner, at: place.appending(key)) }
      }
      if let (inner, declared) = scope.additional, scopes.scopes[inner].isNeeded {
        for member in object.members where !declared.contains(member.key) {
          walk(member.value, inner, at: place.appending(member.key))
        }
      }
    case .array(let items):
      for (position, item) in items.enumerated() {
        let inner = position < scope.prefix.count ? scope.prefix[position] : scope.items
        if let inner, scopes.scopes[inner].isNeeded { walk(item, inner, at: place.appending(position)) }
      }
    default: break
    }
  }
}
