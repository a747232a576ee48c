import JSON
import Schema
import Testing

/// The JSON Schema organisation's test suite, from the shared data.
struct OfficialSuite {
  /// What a run of some of the suite's files gave.
  struct Outcome {
    var passed = 0
    /// `file: group: test`, and how it went wrong.
    var failures: [String: String] = [:]
  }

  static let drafts: [(folder: String, draft: Draft)] = [
    ("draft4", .draft4), ("draft6", .draft6), ("draft7", .draft7), ("draft2019-09", .draft2019),
    ("draft2020-12", .draft2020),
  ]

  let root: String
  let registry: SchemaRegistry

  init() throws {
    root = try TestFiles.sharedPath("json-schema-test-suite")
    var registry = SchemaRegistry()
    for depth in ["*.json", "*/*.json", "*/*/*.json", "*/*/*/*.json"] {
      for path in TestFiles.paths(matching: "\(root)/remotes/\(depth)") {
        let name = path.dropFirst("\(root)/remotes/".count)
        registry.add(try TestFiles.read(path), uri: "http://localhost:1234/\(name)")
      }
    }
    self.registry = registry
  }

  /// Runs the files that match `pattern` in a draft's folder.
  func run(_ folder: String, _ pattern: String, _ options: SchemaOptions) throws -> Outcome {
    let paths = TestFiles.paths(matching: "\(root)/tests/\(folder)/\(pattern)")
    try #require(!paths.isEmpty, "no files match \(folder)/\(pattern)")
    var outcome = Outcome()
    for path in paths {
      let file = String(path.dropFirst("\(root)/tests/".count))
      for group in try #require(TestFiles.read(path).arrayValue) {
        try run(group, file, options, into: &outcome)
      }
    }
    return outcome
  }

  private func run(
    _ group: JSONValue, _ file: String, _ options: SchemaOptions, into outcome: inout Outcome
  ) throws {
    let schema = try #require(group["schema"])
    let name = try #require(group["description"]?.stringValue)
    let compiled = Result { () throws(SchemaError) in
      try CompiledSchema(schema, registry: registry, options: options)
    }
    for test in try #require(group["tests"]?.arrayValue) {
      let title = "\(file): \(name): \(try #require(test["description"]?.stringValue))"
      let expected = try #require(test["valid"]?.boolValue as Bool?)
      do throws(SchemaError) {
        let instance = test["data"] ?? .null
        let schema = try compiled.get()
        let verdict = try schema.isValid(instance)
        let result = try schema.validate(instance)
        if verdict != result.isValid {
          outcome.failures[title] = "the two verdicts differ"
        } else if verdict != expected {
          outcome.failures[title] = expected ? "wrongly rejected: \(result.violations)" : "wrongly accepted"
        } else {
          outcome.passed += 1
        }
      } catch {
        outcome.failures[title] = error.description
      }
    }
  }
}
