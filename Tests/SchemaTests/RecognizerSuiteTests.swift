import JSON
import Testing

@testable import Schema

/// The automaton against the validator, on every required case of the official suite whose schema it takes.
@Suite struct RecognizerSuiteTests {
  /// What a draft's files gave.
  struct Outcome {
    /// Cases on which automaton and validator agree.
    var agreed = 0
    /// Refused schemas by the keyword that the refusal names.
    var refused: [String: Int] = [:]
    var complaints: [String] = []
  }

  /// One group of the suite: a schema with its instances.
  struct Group {
    let title: String
    let schema: JSONValue
    let instances: [JSONValue]
    let registry: SchemaRegistry
    let options: SchemaOptions
  }

  private static func groups(_ folder: String) throws -> [Group] {
    let suite = try OfficialSuite()
    let draft = try #require(OfficialSuite.drafts.first { $0.folder == folder }?.draft)
    var groups: [Group] = []
    for path in TestFiles.paths(matching: "\(suite.root)/tests/\(folder)/*.json") {
      for group in try #require(TestFiles.read(path).arrayValue as [JSONValue]?) {
        let name = try #require(group["description"]?.stringValue)
        groups.append(
          Group(
            title: "\(path.dropFirst("\(suite.root)/tests/".count)): \(name)", schema: try #require(group["schema"]),
            instances: try #require(group["tests"]?.arrayValue as [JSONValue]?).map { $0["data"] ?? .null },
            registry: suite.registry, options: SchemaOptions(defaultDraft: draft)))
      }
    }
    return groups
  }

  /// Runs `check` with the automaton of every schema that has one; the refusals of the others are checked here.
  private static func run(
    _ folder: String, _ options: RecognizerOptions,
    _ check: (inout RecognizerRun, Group, CompiledSchema, inout Outcome) throws -> Void
  ) throws -> Outcome {
    var outcome = Outcome()
    for group in try groups(folder) {
      let validator = try CompiledSchema(group.schema, registry: group.registry, options: group.options)
      do throws(SchemaError) {
        var run = try RecognizerRun(
          group.schema, registry: group.registry, schemaOptions: group.options, options: options)
        let complaints = outcome.complaints.count
        do {
          try check(&run, group, validator, &outcome)
        } catch {
          outcome.complaints.append("\(group.title): \(error)")
        }
        if outcome.complaints.count > complaints + 3 {
          outcome.complaints.removeLast(outcome.complaints.count - complaints - 3)
        }
      } catch {
        try Self.judge(error, group, validator, &outcome)
      }
    }
    return outcome
  }

  /// A refusal names a keyword that is there, and an unsatisfiable schema has no valid instance.
  private static func judge(
    _ error: SchemaError, _ group: Group, _ validator: CompiledSchema, _ outcome: inout Outcome
  ) throws {
    switch error {
    case .unsupportedKeyword(let place), .unsupportedPattern(let place, _, _):
      let keyword = place.pointer.tokens.last?.text ?? ""
      outcome.refused[keyword, default: 0] += 1
      if case .unsupportedKeyword = error, KeywordFamilies.refused[ExactString(keyword)] == nil {
        outcome.complaints.append("\(group.title): refused at \(place), which names no keyword that is refused")
      }
      if place.documentURI.isEmpty, place.pointer.resolve(in: group.schema) == nil {
        outcome.complaints.append("\(group.title): refused at \(place), where nothing is")
      }
    case .unsatisfiable(let place, _):
      outcome.refused["unsatisfiable", default: 0] += 1
      for instance in group.instances where try validator.isValid(instance) {
        outcome.complaints.append("\(group.title): no value at \(place), but \(JSONWriter.write(instance)) is valid")
      }
    default: outcome.complaints.append("\(group.title): \(error)")
    }
  }

  /// Compact, spaced, and indented with escapes.
  private static let styles: [JSONWriter.Style] = [
    .compact, .spaced, .init(keySeparator: " :\t", indentation: 1, escapesNonASCII: true),
  ]

  @Test(arguments: OfficialSuite.drafts.map(\.folder))
  func acceptsWhatIsValid(folder: String) throws {
    let outcome = try Self.run(folder, .acceptance) { run, group, validator, outcome in
      for instance in group.instances {
        let isValid = try validator.isValid(instance)
        var hasAgreed = true
        for style in Self.styles {
          let text = JSONWriter.write(instance, style: style)
          if try run.accepts(text) != isValid {
            hasAgreed = false
            outcome.complaints.append("\(group.title): \(text) is \(isValid ? "valid" : "invalid")")
          }
        }
        if hasAgreed { outcome.agreed += 1 }
      }
    }
    for complaint in outcome.complaints { Issue.record("\(complaint)") }
    let refused = outcome.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("\(folder): \(outcome.agreed) cases agree; schemas refused: \(refused.joined(separator: ", "))")
    let least = try #require(TestFiles.cases("recognizer-suite.json")[ExactString(folder)]?.integerValue)
    #expect(outcome.agreed >= least, "cases on which automaton and validator agree")
  }

  /// From the longest part of a text that is taken there is a way on, and it leads to a valid document.
  @Test(arguments: OfficialSuite.drafts.map(\.folder))
  func everyStateHasACompletion(folder: String) throws {
    let outcome = try Self.run(folder, .acceptance) { run, group, validator, outcome in
      for instance in group.instances {
        let text = Array(JSONWriter.write(instance).utf8)
        for part in [text, Array(text.prefix(text.count / 2))] {
          let whole = try run.completed(part)
          if try !validator.isValid(JSONParser.parse(bytes: whole)) {
            outcome.complaints.append("\(group.title): completed to \(String(decoding: whole, as: UTF8.self))")
          }
        }
      }
    }
    for complaint in outcome.complaints { Issue.record("\(complaint)") }
  }

  /// Generation takes every valid instance in one order of its members, and nothing that is invalid.
  @Test(arguments: OfficialSuite.drafts.map(\.folder))
  func generationTakesCanonicalInstances(folder: String) throws {
    let outcome = try Self.run(folder, .generation) { run, group, validator, outcome in
      for instance in group.instances {
        guard let canonical = instance.canonical else { continue }
        let isValid = try validator.isValid(canonical)
        let orders = canonical.orders(limit: 150)
        var isTaken = false
        for order in orders where try run.accepts(JSONWriter.write(order)) { isTaken = true }
        // Past the limit not all orders were tried.
        if isTaken != isValid, isTaken || orders.count < 150 {
          outcome.complaints.append(
            "\(group.title): \(JSONWriter.write(canonical)) is \(isValid ? "valid" : "invalid")")
        }
      }
    }
    for complaint in outcome.complaints { Issue.record("\(complaint)") }
  }
}

extension JSONValue {
  /// With integers written as such; nil where a number is more than a generated document may hold.
  fileprivate var canonical: JSONValue? {
    switch self {
    case .number(let number):
      let value = ExactDecimal(number)
      if let integer = value.clampedInteger {
        return integer.magnitude < 1_000_000_000_000_000 ? .integer(integer) : nil
      }
      return number.text.contains { $0 == "e" || $0 == "E" } || number.text.count > 16 ? nil : self
    case .array(let items):
      var result: [JSONValue] = []
      for item in items {
        guard let item = item.canonical else { return nil }
        result.append(item)
      }
      return .array(result)
    case .object(let object):
      var result = JSONObject()
      for member in object.members {
        guard let value = member.value.canonical else { return nil }
        result[member.key] = value
      }
      return .object(result)
    case .null, .bool, .string: return self
    }
  }

  /// The value with its members in every order, at most `limit` of them.
  fileprivate func orders(limit: Int) -> [JSONValue] {
    switch self {
    case .array(let items):
      var lists: [[JSONValue]] = [[]]
      for item in items {
        let orders = item.orders(limit: limit)
        lists = Array(lists.lazy.flatMap { list in orders.lazy.map { list + [$0] } }.prefix(limit))
      }
      return lists.map { .array($0) }
    case .object(let object):
      var lists: [[JSONObject.Member]] = [[]]
      for member in object.members {
        let orders = member.value.orders(limit: limit).map { JSONObject.Member(key: member.key, value: $0) }
        lists = Array(
          lists.lazy.flatMap { list in
            orders.lazy.flatMap { member in
              (0...list.count).lazy.map { place in Array(list[..<place]) + [member] + Array(list[place...]) }
            }
          }.prefix(limit))
      }
      return lists.map { .object(JSONObject($0)) }
    case .null, .bool, .number, .string: return [self]
    }
  }
}
