import JSON
import Testing

@testable import Schema

/// What the report says of schemas: statuses, refusals, lengths, worst cases, lint, conflicts.
@Suite struct EnforcementReportTests {
  private static let drafts: [String: Draft] = [
    "4": .draft4, "6": .draft6, "7": .draft7, "2019-09": .draft2019, "2020-12": .draft2020,
  ]

  private static func report(_ entry: JSONValue) throws -> EnforcementReport {
    var options = SchemaOptions(formats: entry["formats"] == "annotation" ? .annotation : .assertion)
    if let draft = entry["draft"]?.stringValue { options.defaultDraft = try #require(drafts[draft]) }
    return EnforcementReport(schema: try #require(entry["schema"]), schemaOptions: options)
  }

  private static func cases(_ file: String) throws -> [JSONValue] {
    try #require(TestFiles.cases(file).arrayValue as [JSONValue]?)
  }

  @Test func lint() throws {
    var codes: Set<LintNote.Code> = []
    for entry in try Self.cases("lint.json") {
      let report = try Self.report(entry)
      codes.formUnion(report.lint.map(\.code))
      let found = report.lint.map { "\($0.location.pointer) \($0.code.rawValue) \($0.severity.rawValue)" }
      let expected = try #require(entry["lint"]?.arrayValue as [JSONValue]?).map {
        ($0.arrayValue ?? []).compactMap(\.stringValue).joined(separator: " ")
      }
      #expect(found.sorted() == expected.sorted(), "\(entry["name"]?.stringValue ?? "")")
    }
    #expect(codes == Set(LintNote.Code.allCases).subtracting([.undecided]))
  }

  @Test func conflictsAreNamed() throws {
    for entry in try Self.cases("conflicts.json") {
      let report = try Self.report(entry)
      let expected = try #require(entry["conflicting"]?.arrayValue as [JSONValue]?).compactMap(\.stringValue)
      guard case .unsatisfiable(_, let conflicting)? = report.refusals.first else {
        Issue.record("\(entry): \(report.refusals)")
        continue
      }
      #expect(conflicting.map(\.pointer.description) == expected, "\(JSONWriter.write(entry))")
    }
  }

  /// Without any one of the keywords that are named some value is valid.
  @Test func conflictsAreMinimal() throws {
    for entry in try Self.cases("conflicts.json") {
      let report = try Self.report(entry)
      guard case .unsatisfiable(_, let conflicting)? = report.refusals.first,
        let schema = entry["schema"], schema.objectValue != nil
      else { continue }
      for place in conflicting where place.pointer.tokens.count == 1 {
        guard case .object(var weaker) = schema else { continue }
        weaker[place.pointer.tokens[0]] = nil
        #expect(EnforcementReport(schema: .object(weaker)).verdict == .enforced, "\(JSONWriter.write(schema)) \(place)")
      }
    }
  }

  @Test func statuses() throws {
    for entry in try Self.cases("check.json") {
      let name = entry["name"]?.stringValue ?? ""
      let report = try Self.report(entry)
      #expect(report.verdict.rawValue == entry["verdict"]?.stringValue, "\(name): \(report.refusals)")
      if let expected = entry["keywords"]?.objectValue {
        let found = report.keywords.map { "\($0.location.pointer) \(Self.text($0.status))" }
        #expect(
          found.sorted() == expected.members.map { "\($0.key) \($0.value.stringValue ?? "")" }.sorted(), "\(name)")
      }
      let refusals = report.refusals.map { "\($0.location?.pointer.description ?? "-") \($0.code)" }
      #expect(refusals == Self.pairs(entry["refusals"]), "\(name)")
      if let notes = entry["notes"] {
        #expect(report.notes.map { "\($0.location.pointer) \($0.code)" } == Self.pairs(notes), "\(name)")
      }
      if let shortest = entry["shortest"] { #expect(report.shortest?.count == shortest.integerValue, "\(name)") }
      if let longest = entry["longest"] { #expect(report.longestBytes == longest.integerValue, "\(name)") }
    }
  }

  private static func pairs(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).map { ($0.arrayValue ?? []).compactMap(\.stringValue).joined(separator: " ") }
  }

  private static func text(_ status: KeywordEntry.Status) -> String {
    switch status {
    case .masked, .guarded: status.name
    case .annotation(let reason): reason.rawValue
    case .refused(let error): error.code
    }
  }

  /// The members of the JSON form, which others read.
  @Test func jsonIsStable() throws {
    let report = EnforcementReport(schema: ["type": "string", "maxLength": 1, "nullable": true, "title": "t"])
    let expected = """
      {"verdict":"enforced","draft":"2020-12","property_order":"declared","format":"assertion",\
      "counts":{"masked":2,"guarded":0,"annotation":2,"refused":0},"refusals":[],\
      "shortest":{"bytes":2,"tokens":2,"text":"\\"\\""},"longest":{"bytes":8},"notes":[],\
      "lint":[{"location":"#/nullable","code":"openapi-nullable","severity":"warning",\
      "message":"OpenAPI 3.0's keyword says nothing in JSON Schema, so null is NOT allowed here; \
      write \\"type\\": [\\"string\\", \\"null\\"]"}],\
      "keywords":[{"location":"#/type","status":"masked"},{"location":"#/maxLength","status":"masked"},\
      {"location":"#/nullable","status":"annotation","reason":"unknown-keyword"},\
      {"location":"#/title","status":"annotation","reason":"metadata"}]}
      """
    #expect(JSONWriter.write(report.json(shortestTokens: 2)) == expected)
    let unsatisfiable = EnforcementReport(schema: ["type": "string", "const": 1]).json()
    #expect(unsatisfiable["refusals"]?.arrayValue?.first?["conflicting"] == ["#/type", "#/const"])
    #expect(unsatisfiable["shortest"] == .null)
  }

  /// The search for conflicts is bounded: a large schema is refused all the same, without names.
  @Test func largeSchemasAreRefusedWithoutASearch() throws {
    var properties = JSONObject()
    for index in 0..<20_000 { properties[ExactString("p\(index)")] = ["type": "string"] }
    let report = EnforcementReport(schema: [
      "type": "object", "properties": .object(properties), "required": ["x"], "maxProperties": 0,
    ])
    guard case .unsatisfiable(_, let conflicting)? = report.refusals.first else {
      Issue.record("\(report.refusals)")
      return
    }
    #expect(conflicting.isEmpty)
  }
}
