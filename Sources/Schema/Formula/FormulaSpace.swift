import Automata
import JSON

/// All conditions that a schema gives rise to, interned, with what has been learned of each.
///
/// Lowering is lazy: a subschema is expanded when a value at its place is first asked about, and only for the type of
/// that value.
struct FormulaSpace: ~Copyable {
  var document: SchemaDocument
  let options: RecognizerOptions
  var meter: WorkMeter
  var strings: StringAutomaton
  var numbers: NumberAutomaton
  var keys = KeyTable()
  var scopes = ScopeTable()

  private(set) var formulas: ContiguousArray<Formula> = []
  private var formulaIDs: [Formula: FormulaID] = [:]
  private(set) var constants: ContiguousArray<JSONValue> = []
  private var constantIDs: [CanonicalJSON: Int32] = [:]
  /// What `settled` found of the values that a schema names.
  var givenValues = InternedTable<FormulaID, [Int32]?>()
  private(set) var residuals: ContiguousArray<Residual> = []
  private var residualIDs: [Residual: ResidualID] = [:]
  private(set) var rules: ContiguousArray<PropertyRules> = []
  private var rulesIDs: [PropertyRules: Int32] = [:]
  /// Formula by key, beside each of `rules`.
  private var ruleIndexes: ContiguousArray<[KeyID: FormulaID]> = []
  private var keyClassAnswers: [KeyClassQuestion: [(key: KeyID, language: RegexID)]] = [:]

  private struct KeyClassQuestion: Hashable {
    let patterns: [RegexID]
    let taken: [KeyID]
  }

  /// Lowered forms by formula.
  /// Whether a keyword that a value can come to is guarded; known once `checkReachable` has run.
  var isGuarded = false
  var lowered = LoweredForms()
  /// How much residuals ask for, as far as it has been asked.
  var efforts: [ResidualID: Int] = [:]
  var costs = CostTable()
  /// See `placeOrder`; nil before it is needed.
  var knownPlaceOrder: [SchemaNodeID: Int32]?

  init(document: SchemaDocument, options: RecognizerOptions) {
    self.document = document
    self.options = options
    meter = WorkMeter(options.limits)
    strings = StringAutomaton(escapes: options.escapes, limits: options.limits)
    numbers = NumberAutomaton(form: options.numbers)
    _ = intern(Formula.always)
    _ = intern(Formula.never)
    _ = intern(Residual.always)
    _ = intern(Residual.never)
  }

  /// Bytes that all this takes, as an estimate.
  var footprint: Int {
    strings.footprint + numbers.count * 512 + (formulas.count + residuals.count) * 192 + rules.count * 1_024
  }

  /// Counts work on the question that is being answered.
  ///
  /// - Throws: `SchemaError.limit`.
  mutating func spend(_ cost: Int) throws(SchemaError) {
    do throws(AutomatonError) {
      try meter.spend(cost, footprint: footprint)
    } catch {
      throw SchemaError(error, at: document.location(of: document.root))
    }
  }

  /// A new question begins.
  mutating func restartMeters() {
    meter.restart()
    strings.regex.meter.restart()
  }

  /// What every assertion of a residual becomes when the residual must not hold.
  mutating func complement(_ id: ResidualID) -> ResidualID {
    switch residual(id) {
    case .always: return .never
    case .never: return .always
    case .and(let operands): return or(complements(operands))
    case .or(let operands): return and(complements(operands))
    case .object(let assertion): return complement(assertion)
    case .array(let assertion): return complement(assertion)
    }
  }

  private mutating func complements(_ operands: [ResidualID]) -> [ResidualID] {
    var result: [ResidualID] = []
    for operand in operands { result.append(complement(operand)) }
    return result
  }

  private mutating func complement(_ assertion: ObjectAssertion) -> ResidualID {
    switch assertion {
    case .properties(let rules): return intern(.object(.violation(rules)))
    case .violation(let rules): return intern(.object(.properties(rules)))
    case .required(let keys):
      var absences: [ResidualID] = []
      for key in keys { absences.append(intern(.object(.absent(key)))) }
      return or(absences)
    case .absent(let key): return intern(.object(.required([key])))
    case .names(let language): return intern(.object(.otherName(language)))
    case .otherName(let language): return intern(.object(.names(language)))
    case .differs(let constants): return ConstantFamily.objects(values(constants), in: &self)
    case .count(let minimum, let maximum):
      var sides: [ResidualID] = []
      if minimum > 0 { sides.append(intern(.object(.count(minimum: 0, maximum: minimum - 1)))) }
      if let maximum { sides.append(intern(.object(.count(minimum: maximum + 1, maximum: nil)))) }
      return or(sides)
    }
  }

  private mutating func complement(_ assertion: ArrayAssertion) -> ResidualID {
    switch assertion {
    case .items(let prefix, let rest): return intern(.array(.violation(prefix: prefix, rest: rest)))
    case .violation(let prefix, let rest): return intern(.array(.items(prefix: prefix, rest: rest)))
    case .count(let minimum, let maximum):
      var sides: [ResidualID] = []
      if minimum > 0 { sides.append(intern(.array(.count(minimum: 0, maximum: minimum - 1)))) }
      if let maximum { sides.append(intern(.array(.count(minimum: maximum + 1, maximum: nil)))) }
      return or(sides)
    case .differs(let constants): return ConstantFamily.arrays(values(constants), in: &self)
    case .atLeast(let formula, let count): return intern(.array(.atMost(formula, count - 1)))
    case .atMost(let formula, let count): return intern(.array(.atLeast(formula, count + 1)))
    case .unique(let values): return intern(.array(.repeated(values)))
    case .repeated(let values): return intern(.array(.unique(values)))
    }
  }

  /// The constants at these indexes.
  func values(_ indexes: [Int32]) -> [JSONValue] { indexes.map { constants[Int($0)] } }

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
    let question = KeyClassQuestion(patterns: patterns, taken: taken)
    if let known = keyClassAnswers[question] { return known }
    var names: [[UInt32]] = []
    for key in Set(taken) { names.append(keys.codePoints(key)) }
    names.sort { $0.lexicographicallyPrecedes($1) }
    let literals = strings.regex.literals(sorted: names, numbers: [])
    var open: [(matched: [RegexID], language: RegexID)] = [([], strings.regex.complement(literals))]
    for pattern in patterns {
      try spend(open.count * 16)
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
    let classes = open.map { (keys.classID(matching: $0.matched), written($0.language)) }.filter { $0.1 != .none }
    keyClassAnswers[question] = classes
    return classes
  }

  /// Whether none of a combination's operands is a combination.
  func isFlat(_ operands: [ResidualID]) -> Bool { !operands.contains { residual($0).isCombination } }

  /// The languages that a condition on an object asks its keys about.
  func collectPatterns(_ id: ResidualID, _ patterns: inout Set<RegexID>) {
    // Residuals share their parts: each combination is looked at once.
    var seen: Set<ResidualID> = []
    var open = [id]
    while let next = open.popLast() {
      switch residual(next) {
      case .object(.properties(let index)), .object(.violation(let index)):
        for pattern in rules[Int(index)].patterns { patterns.insert(pattern.language) }
      case .object(.names(let language)), .object(.otherName(let language)): patterns.insert(language)
      case .and(let operands), .or(let operands):
        if !isFlat(operands), !seen.insert(next).inserted { continue }
        open.append(contentsOf: operands)
      case .always, .never, .object(.required), .object(.absent), .object(.count), .object(.differs), .array: break
      }
    }
  }

  private mutating func isEmpty(_ language: RegexID) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      return try !strings.regex.isInhabited(language)
    } catch {
      throw SchemaError(error, at: document.location(of: document.root))
    }
  }

  /// Equality with a JSON value.
  mutating func constant(_ value: JSONValue) -> FormulaID { intern(.constants([constantID(value)])) }

  /// Equality with one of these values, by index; `never` for none.
  mutating func constants(_ ids: [Int32]) -> FormulaID { ids.isEmpty ? .never : intern(.constants(ids)) }

  mutating func constantID(_ value: JSONValue) -> Int32 {
    let canonical = CanonicalJSON(value)
    if let id = constantIDs[canonical] { return id }
    let id = Int32(constants.count)
    constants.append(value)
    constantIDs[canonical] = id
    return id
  }

  mutating func and(_ operands: [FormulaID]) -> FormulaID {
    var flat = SortedOperands<FormulaID>()
    for operand in operands {
      switch formula(operand) {
      case .always: continue
      case .never: return .never
      case .and(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.ids.isEmpty { return .always }
    if flat.ids.count == 1 { return flat.ids[0] }
    for id in flat.ids {
      if case .not(let operand) = formula(id), flat.contains(operand) { return .never }
    }
    return settled(flat.ids) ?? intern(.and(flat.ids))
  }

  mutating func or(_ operands: [FormulaID]) -> FormulaID {
    var flat = SortedOperands<FormulaID>()
    for operand in operands {
      switch formula(operand) {
      case .always: return .always
      case .never: continue
      case .or(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.ids.isEmpty { return .never }
    return flat.ids.count == 1 ? flat.ids[0] : intern(.or(flat.ids))
  }

  mutating func not(_ id: FormulaID) -> FormulaID {
    switch formula(id) {
    case .always: return .never
    case .never: return .always
    case .not(let operand): return operand
    case .and(let operands): return or(negated(operands))
    case .or(let operands): return and(negated(operands))
    case .schema, .constants, .structured, .container, .one: return intern(.not(id))
    }
  }

  private mutating func negated(_ operands: [FormulaID]) -> [FormulaID] {
    var result: [FormulaID] = []
    for operand in operands { result.append(not(operand)) }
    return result
  }

  mutating func and(_ operands: [ResidualID]) -> ResidualID {
    if operands.count == 1 { return operands[0] }
    var flat = SortedOperands<ResidualID>()
    for operand in operands {
      switch residual(operand) {
      case .always: continue
      case .never: return .never
      case .and(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.ids.isEmpty { return .always }
    return flat.ids.count == 1 ? flat.ids[0] : intern(.and(flat.ids))
  }

  mutating func or(_ operands: [ResidualID]) -> ResidualID {
    if operands.count == 1 { return operands[0] }
    var flat = SortedOperands<ResidualID>()
    for operand in operands {
      switch residual(operand) {
      case .always: return .always
      case .never: continue
      case .or(let inner): flat.formUnion(inner)
      default: flat.insert(operand)
      }
    }
    if flat.ids.isEmpty { return .never }
    return flat.ids.count == 1 ? flat.ids[0] : intern(.or(flat.ids))
  }
}
