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
  mutating func formula(of key: KeyID, in rules: Int32) -> FormulaID {
    let named = ruleIndexes[Int(rules)][key]
    let patterns = self.rules[Int(rules)].patterns
    if patterns.isEmpty { return named ?? self.rules[Int(rules)].additional }
    var parts = named.map { [$0] } ?? []
    for pattern in patterns where keys.matches(key, pattern.language, in: &strings.regex) {
      parts.append(pattern.formula)
    }
    return parts.isEmpty ? self.rules[Int(rules)].additional : and(parts)
  }

  /// The classes of names outside `taken`, by which of the patterns they match, each with its language.
  ///
  /// - Throws: `SchemaError.tooComplex` when there are more than `cubeLimit`.
  mutating func keyClasses(
    _ patterns: [RegexID], outside taken: [KeyID]
  ) throws(SchemaError) -> [(key: KeyID, language: RegexID)] {
    let literals = strings.regex.literals(taken.map { keys.name($0).text })
    var open: [(matched: [RegexID], language: RegexID)] = [([], strings.regex.complement(literals))]
    for pattern in patterns {
      var split: [(matched: [RegexID], language: RegexID)] = []
      for part in open {
        let inside = strings.regex.intersection([part.language, pattern])
        let outside = strings.regex.intersection([part.language, strings.regex.complement(pattern)])
        if try !isEmpty(inside) { split.append((part.matched + [pattern], inside)) }
        if try !isEmpty(outside) { split.append((part.matched, outside)) }
      }
      guard split.count <= Self.cubeLimit else {
        throw .tooComplex(document.location(of: document.root), question: "alternatives")
      }
      open = split
    }
    return open.map { (keys.classID(matching: $0.matched), $0.language) }
  }

  /// The languages that a condition on an object asks its keys about.
  func collectPatterns(_ id: ResidualID, _ patterns: inout Set<RegexID>) {
    switch residual(id) {
    case .object(.properties(let index)): patterns.formUnion(rules[Int(index)].patterns.map(\.language))
    case .object(.names(let language)): patterns.insert(language)
    case .and(let operands), .or(let operands):
      for operand in operands { collectPatterns(operand, &patterns) }
    case .always, .never, .object(.required), .object(.count), .array: break
    }
  }

  private mutating func isEmpty(_ language: RegexID) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      return try strings.regex.cost(of: language) == RegexAlgebra.unreachable
    } catch {
      throw .tooComplex(document.location(of: document.root), question: error.subject)
    }
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
