import JSON
import Testing

@testable import Rules

/// Rules of contracts and of schemas, as data.
@Suite struct RuleSetTests {
  private func variables(_ test: JSONValue) throws -> RuleVariables {
    let now = try Timestamp(text: test["now"]?.stringValue ?? "2024-01-01T00:00:00Z")
    return RuleVariables(request: test["request"] ?? .null, now: now)
  }

  @Test func cases() throws {
    for test in try #require(TestFiles.cases("rules.json").arrayValue) {
      let set: RuleSet
      do throws(RuleError) {
        let rules = try test["rules"].map { (json) throws(RuleError) in try Rule.list(json) } ?? []
        set = try RuleSet(rules, schema: test["schema"] ?? true)
      } catch {
        #expect(error.description == test["error"]?.stringValue)
        continue
      }
      guard test["error"] == nil else {
        Issue.record("not refused: \(JSONWriter.write(test))")
        continue
      }
      for judgement in try #require(test["judgements"]?.arrayValue) {
        let report = set.judge(try #require(judgement["output"]), try variables(test))
        let found = report.violations.map { verdict in
          [verdict.rule.id, verdict.place.description, verdict.message, verdict.rule.severity.rawValue]
        }
        let expected = try #require(judgement["violations"]?.arrayValue).map { violation in
          (violation.arrayValue ?? []).compactMap(\.stringValue)
        }
        #expect(found == expected, "\(JSONWriter.write(judgement))")
        #expect(report.accepts == !expected.contains { $0.last == "reject" })
      }
    }
  }

  /// The bounds of a report.
  @Test func limits() throws {
    let schema = try JSONParser.parse(
      #"{"type": "array", "items": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > 100"}]}}"#)
    let set = try RuleSet(schema: schema, limits: RuleLimits(costPerEvaluation: 100, totalCost: 50, violations: 3))
    let report = set.judge(
      .array((0..<40).map { .integer($0) }), RuleVariables(request: .null, now: Timestamp(seconds: 0)))
    #expect(report.violations.count == 3)
    #expect(report.omitted == 37)
    #expect(report.ran == ["#/items/x-kubernetes-validations/0"])
    #expect(report.cost == 50)
    #expect(report.attempts == Rule.defaultAttempts)
    #expect(!report.accepts)
  }

  /// Behind as many flags as a report has room for, why an output is not accepted is told all the same.
  @Test func aRejectionIsAlwaysTold() throws {
    func rule(_ id: String, _ more: String) -> String { #"{"id": "\#(id)", "expression": "false", \#(more)}"# }
    let flags = (0..<3).map { rule("f\($0)", #""severity": "flag""#) }
    let rejecting = [rule("r", #""attempts": 3"#), rule("s", #""attempts": 2"#)]
    let text = "[" + (flags + rejecting).joined(separator: ",") + "]"
    let set = try RuleSet(Rule.list(JSONParser.parse(text)), schema: true, limits: RuleLimits(violations: 3))
    let report = set.judge(1, RuleVariables(request: .null, now: Timestamp(seconds: 0)))
    #expect(report.violations.map(\.rule.id) == ["f0", "f1", "r"])
    #expect(report.omitted == 2)
    #expect(report.rejections.count == 1)
    #expect(report.attempts == 2)
    #expect(!report.accepts)
  }

  /// What the expressions may cost is told from the schema's limits before they run.
  @Test func estimates() throws {
    let schema = try JSONParser.parse(
      #"{"type": "array", "maxItems": 10, "items": {"type": "string", "maxLength": 25}}"#)
    let rules = [
      Rule(id: "linear", expression: "self.all(a, a != 'x')"),
      Rule(id: "quadratic", expression: "self.all(a, self.all(b, a == b))"),
      Rule(id: "request", expression: "request.all(a, a == 1)"),
    ]
    let set = try RuleSet(rules, schema: schema)
    let estimates = set.estimates(documentBytes: 1_000)
    #expect(estimates.map(\.rule.id) == ["linear", "quadratic", "request"])
    let output = JSONValue.array(Array(repeating: .string(String(repeating: "é", count: 25)), count: 10))
    let variables = RuleVariables(request: .array(Array(repeating: 1, count: 400)), now: Timestamp(seconds: 0))
    #expect(set.judge(output, variables).cost <= estimates.reduce(0) { $0 + $1.cost.maximum })
    #expect(estimates[0].cost.maximum < estimates[1].cost.maximum)
    #expect(estimates[2].cost.maximum > 1_000)
  }

  /// Values become documents again.
  @Test func valuesAsJSON() throws {
    let text = "{'a': [1, 2u, 1.5, null, true, b'hi', timestamp(0), duration('1m'), int], 2: optional.none()}"
    let value = try Program(text, in: Environment()).evaluate([:]).value
    let expected = #"{"a":[1,2,1.5,null,true,"aGk=","1970-01-01T00:00:00Z","60s","int"],"2":null}"#
    #expect(JSONWriter.write(try value.json()) == expected)
    let clash = try Program("{1: 2, '1': 3}", in: Environment()).evaluate([:]).value
    #expect(throws: EvaluationProblem.self) { try clash.json() }
    let infinite = try Program("1.0 / 0.0", in: Environment()).evaluate([:]).value
    #expect(throws: EvaluationProblem.self) { try infinite.json() }
  }
}
