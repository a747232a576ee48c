import JSON
import Testing

@testable import Rules

/// The specification's conformance tests against the expectations beside this file: a regression fails, and so does an
/// improvement until it is recorded.
@Suite struct ConformanceTests {
  static let files = [
    "basic", "bindings_ext", "comparisons", "conversions", "encoders_ext", "fields", "fp_math", "integer_math", "lists",
    "logic", "macros", "macros2", "math_ext", "namespace", "optionals", "parse", "plumbing", "string", "string_ext",
    "timestamps",
  ]

  @Test(arguments: files) func file(name: String) throws {
    let expected = try #require(TestFiles.cases("conformance.json")[ExactString(name)])
    // Title and the reason why it stays.
    let known = Set(try #require(expected["failures"]?.objectValue).keys.map(\.text))
    var failed: Set<String> = []
    var passed = 0
    for test in try ConformanceSuite().cases where test.file == name {
      guard let reason = try ConformanceSuite.failure(of: test) else {
        passed += 1
        continue
      }
      failed.insert(test.title)
      if !known.contains(test.title) { Issue.record("\(test.title): \(reason)") }
    }
    for title in known.subtracting(failed).sorted() {
      Issue.record("passes now, or is gone, so take it from the list: \(title)")
    }
    #expect(passed == expected["passed"]?.integerValue, "cases of \(name) that pass")
  }

  /// The list of files is complete.
  @Test func everyFileIsRun() throws {
    #expect(Set(try ConformanceSuite().cases.map(\.file)) == Set(Self.files))
  }
}
