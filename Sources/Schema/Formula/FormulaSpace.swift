import Automata
import JSON

/// All conditions that a schema gives rise to, interned, with what has been learned of each.
///
/// Lowering is lazy: a subschema is expanded when a value at its place is first asked about, and only for the type of
/// that value.
struct FormulaSpace: ~Copyable {
  var document: SchemaDocument
  let options: RecognizerOptions
  var strings: StringAutomaton
  var numbers: NumberAutomaton
  var keys = KeyTable()

  private(set) var formulas: ContiguousArray<Formula> = []
  private var formulaIDs: [Formula: FormulaID] = [:]
  private(set) var constants: ContiguousArray<JSONValue> = []
  private var constantIDs: [JSONValue: Int32] = [:]
  private(set) var residuals: ContiguousArray<Residual> = []
  private var residualIDs: [Residual: ResidualID] = [:]
  private(set) var rules: ContiguousArray<PropertyRules> = []
  private var rulesIDs: [PropertyRules: Int32] = [:]
  /// Formula by key, beside each of `rules`.
  private var ruleIndexes: ContiguousArray<[KeyID: FormulaID]> = []

  /// Lowered forms by formula.
  var lowered = LoweredForms()
  var costs = CostTable()

  init(document: SchemaDocument, options: RecognizerOptions) {
    self.document = document
    self.options = options
    strings = StringAutomaton(escapes: options.escapes)
    numbers = NumberAutomaton(form: options.numbers)
    _ = intern(Formula.always)
    _ = intern(Formula.never)
    _ = intern(Residual.always)
    _ = intern(Residual.never)
  }

  func formula(_ id: FormulaID) -> Formula { formulas[Int(id.index)] }
  func residual(_ id: ResidualID) -> Residual { residuals[Int(id.index)] }

  mutating func intern(_ formula: Formula) -> FormulaID {
    if let id = formulaIDs[formula] { return id }
    let id = FormulaID(index: Int32(formulas.count))
    formulas.append(formula)
    formulaIDs[formula] = id
    return id
  }

  mutating func intern(_ residual: Residual) -> ResidualID {
    if let id = residualIDs[residual] { return id }
    let id = ResidualID(index: Int32(residuals.count))
    residuals.append(residual)
    residualIDs[residual] = id
    return id
  }

  mutating func intern(_ rules: PropertyRules) -> Int32 {
    if let id = rulesIDs[rules] { return id }
    let id = Int32(self.rules.count)
    self.rules.append(rules)
    ruleIndexes.append(Dictionary(rules.named.map { ($0.key, $0.formula) }) { first, _ in first })
    rulesIDs[rules] = id
    return id
  }

  /// What rules say of a key.
  func formula(of key: KeyID, in rules: Int32) -> FormulaID {
    ruleIndexes[Int(rules)][key] ?? self.rules[Int(rules)].additional
  }

  mutating func constant(_ value: JSONValue) -> FormulaID {
    if let id = constantIDs[value] { return intern(.constant(id)) }
    let id = Int32(constants.count)
    constants.append(value)
    constantIDs[value] = id
    return intern(.constant(id))
  }

  mutating func and(_ operands: [FormulaID]) -> FormulaID {
    var flat: Set<FormulaID> = []
    for operand in operands {
      switch formula(operand) {
      case .always: continue
      case .never: return .never
      case .and(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.isEmpty { return .always }
    return flat.count == 1 ? flat.first! : intern(.and(flat.sorted()))
  }

  mutating func or(_ operands: [FormulaID]) -> FormulaID {
    var flat: Set<FormulaID> = []
    for operand in operands {
      switch formula(operand) {
      case .always: return .always
      case .never: continue
      case .or(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.isEmpty { return .never }
    return flat.count == 1 ? flat.first! : intern(.or(flat.sorted()))
  }

  mutating func and(_ operands: [ResidualID]) -> ResidualID {
    if operands.count == 1 { return operands[0] }
    var flat: Set<ResidualID> = []
    for operand in operands {
      switch residual(operand) {
      case .always: continue
      case .never: return .never
      case .and(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.isEmpty { return .always }
    return flat.count == 1 ? flat.first! : intern(.and(flat.sorted()))
  }

  mutating func or(_ operands: [ResidualID]) -> ResidualID {
    if operands.count == 1 { return operands[0] }
    var flat: Set<ResidualID> = []
    for operand in operands {
      switch residual(operand) {
      case .always: return .always
      case .never: continue
      case .or(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.isEmpty { return .never }
    return flat.count == 1 ? flat.first! : intern(.or(flat.sorted()))
  }
}
