import JSON
import Testing

@testable import Rules

/// Expressions with what they give or where they are wrong, as data.
@Suite struct CaseTests {
  /// The type that a schema gives `self`.
  private func environment(_ schema: JSONValue?) -> Environment {
    guard let schema else { return Environment() }
    var shapes = ShapeTable(schema)
    let root = shapes.shape(at: JSONPointer())
    return Environment(["self": shapes.type(of: root)])
  }

  /// What is wrong is told ahead, with its place.
  @Test func errorsAhead() throws {
    for group in try #require(TestFiles.cases("errors.json").arrayValue) {
      let environment = environment(group["schema"])
      for test in try #require(group["cases"]?.arrayValue) {
        let expression = try #require(test["expr"]?.stringValue)
        let error = #expect(throws: RuleError.self, "\(expression)") {
          _ = try Program(expression, in: environment)
        }
        #expect(error?.description == test["error"]?.stringValue, "\(expression)")
      }
    }
  }

  @Test func valuesThatAreTrue() throws {
    for expression in try #require(TestFiles.cases("values.json").arrayValue?[0]["expressions"]?.arrayValue) {
      let text = try #require(expression.stringValue)
      do {
        let value = try Program(text, in: Environment()).evaluate([:]).value
        guard case .bool(true) = value else {
          Issue.record("\(text) gives \(value)")
          continue
        }
      } catch {
        Issue.record("\(text): \(error)")
      }
    }
  }

  @Test func failures() throws {
    for test in try #require(TestFiles.cases("values.json").arrayValue?[1]["failures"]?.arrayValue) {
      let text = try #require(test.arrayValue?[0].stringValue)
      let program = try Program(text, in: Environment())
      let error = #expect(throws: RuleError.self, "\(text)") { try program.evaluate([:], costLimit: 10_000_000) }
      #expect(error?.description == test.arrayValue?[1].stringValue, "\(text)")
    }
  }

  /// RE2's syntax, and what only PCRE2 has.
  @Test func patterns() throws {
    let cases = try TestFiles.cases("patterns.json")
    for test in try #require(cases["matches"]?.arrayValue) {
      let parts = try #require(test.arrayValue)
      var meter = CostMeter(limit: 1_000_000)
      let pattern = try TextPattern(try #require(parts[0].stringValue))
      let subject = ExactString(try #require(parts[1].stringValue))
      #expect(try pattern.matches(subject, &meter) == parts[2].boolValue, "\(parts[0]) in \(subject)")
    }
    for pattern in try #require(cases["refused"]?.arrayValue) {
      let text = try #require(pattern.stringValue)
      #expect(throws: EvaluationProblem.self, "\(text)") { try TextPattern(text) }
    }
  }
}
