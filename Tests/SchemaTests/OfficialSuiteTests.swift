import JSON
import Schema
import Testing

/// The suite's cases against the expectations beside this file: a regression fails, and so does an improvement until it
/// is recorded.
@Suite struct OfficialSuiteTests {
  private func check(_ part: String, _ folder: String, _ outcome: OfficialSuite.Outcome) throws {
    let expected = try #require(TestFiles.cases("official-suite.json")[ExactString(part)]?[ExactString(folder)])
    // Title and the reason why it stays.
    let known = Set(try #require(expected["failures"]?.objectValue).keys.map(\.text))
    for (title, reason) in outcome.failures.sorted(by: { $0.key < $1.key }) where !known.contains(title) {
      Issue.record("\(title): \(reason)")
    }
    for title in known.sorted() where outcome.failures[title] == nil {
      Issue.record("passes now, so take it from the list: \(title)")
    }
    #expect(outcome.passed == expected["passed"]?.integerValue, "cases of \(part) that pass in \(folder)")
  }

  @Test(arguments: OfficialSuite.drafts.map(\.folder))
  func required(folder: String) throws {
    let draft = try #require(OfficialSuite.drafts.first { $0.folder == folder }?.draft)
    let outcome = try OfficialSuite().run(folder, "*.json", SchemaOptions(defaultDraft: draft))
    try check("required", folder, outcome)
  }

  @Test(arguments: OfficialSuite.drafts.map(\.folder))
  func optional(folder: String) throws {
    let draft = try #require(OfficialSuite.drafts.first { $0.folder == folder }?.draft)
    let outcome = try OfficialSuite().run(
      folder, "optional/*.json", SchemaOptions(defaultDraft: draft, keepsOldDependencies: true))
    try check("optional", folder, outcome)
  }

  @Test(arguments: ["draft7", "draft2019-09", "draft2020-12"])
  func formats(folder: String) throws {
    let draft = try #require(OfficialSuite.drafts.first { $0.folder == folder }?.draft)
    let outcome = try OfficialSuite().run(
      folder, "optional/format/*.json", SchemaOptions(defaultDraft: draft, formats: .assertion))
    try check("formats", folder, outcome)
  }

  /// The version under way, read as 2020-12.
  @Test func v1() throws {
    let options = SchemaOptions(formats: .assertion, unknownMetaschema: .usesDefaultDraft)
    try check("required", "v1", try OfficialSuite().run("v1", "*.json", options))
    try check("formats", "v1", try OfficialSuite().run("v1", "format/*.json", options))
  }
}
