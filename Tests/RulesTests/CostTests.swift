import JSON
import Testing

@testable import Rules

/// Limits on what expressions may take.
@Suite struct CostTests {
  private func evaluate(_ text: String, limit: Int) throws -> Int {
    try Program(text, in: Environment()).evaluate([:], costLimit: limit).cost
  }

  private func isOverLimit(_ text: String, limit: Int = Program.defaultCostLimit) throws -> Bool {
    do {
      _ = try evaluate(text, limit: limit)
      return false
    } catch RuleError.evaluation(.costLimit(limit), _) {
      return true
    }
  }

  /// The limit is exact: the cost itself is enough, one less is not.
  @Test(arguments: ["1 + 2", "[1, 2, 3].all(x, x > 0)", "{'a': [1, 2]} == {'a': [1, 2]}", "'abc'.matches('b+')"])
  func limitIsExact(text: String) throws {
    let cost = try evaluate(text, limit: 1_000)
    #expect(try evaluate(text, limit: cost) == cost)
    #expect(try isOverLimit(text, limit: cost - 1))
  }

  /// Expressions that would grow without bound.
  @Test func growthIsStopped() throws {
    var doubled = "x0"
    for level in (0..<40).reversed() { doubled = "cel.bind(x\(level + 1), x\(level) + x\(level), \(doubled))" }
    let ten = "[1,2,3,4,5,6,7,8,9,10]"
    var nested = "true"
    for level in 0..<12 { nested = "\(ten).all(a\(level), \(nested))" }
    let chain = (0..<40).reduce("x40") { "cel.bind(x\(40 - $1), x\(39 - $1) + x\(39 - $1), \($0))" }
    #expect(try isOverLimit("cel.bind(x0, 'abcdefghij', \(chain))"))
    let lists = (0..<40).reduce("x40 == x40") { "cel.bind(x\(40 - $1), [x\(39 - $1), x\(39 - $1)], \($0))" }
    #expect(try isOverLimit("cel.bind(x0, [1], \(lists))"))
    #expect(try isOverLimit(nested))
    let texts = (0..<40).reduce("'%s'.format([x40])") { "cel.bind(x\(40 - $1), [x\(39 - $1), x\(39 - $1)], \($0))" }
    #expect(try isOverLimit("cel.bind(x0, [1], \(texts))"))
  }

  /// An operator that forgives errors does not forgive this one.
  @Test func limitIsFinal() throws { #expect(try isOverLimit("[1, 2, 3, 4].all(x, x > 0) || true", limit: 12)) }

  /// An evaluation ends with the task that it runs in.
  @Test func cancellation() async throws {
    let ten = "[1,2,3,4,5,6,7,8,9,10]"
    let text = (0..<7).reduce("true") { "\(ten).all(a\($1), \($0))" }
    let program = try Program(text, in: Environment())
    let task = Task { () -> RuleError? in
      do throws(RuleError) {
        _ = try program.evaluate([:], costLimit: Int.max)
        return nil
      } catch {
        return error
      }
    }
    task.cancel()
    guard case .evaluation(.cancelled, _) = await task.value else {
      Issue.record("not cancelled")
      return
    }
  }

  /// Searches end within a bound on all of their steps, wherever a match might start.
  @Test func searchesAreBounded() throws {
    let text = String(repeating: "a", count: 5_000)
    for pattern in ["a*a*a*[bc]", "(a|aa)+[bc]", "(a*)*[bc]", "(.*)(.*)(.*)(.*)[xy]"] {
      var meter = CostMeter(limit: 1_000_000)
      #expect(throws: EvaluationProblem.patternLimit(pattern)) {
        try TextPattern(pattern).matches(ExactString(text), &meter)
      }
    }
    var meter = CostMeter(limit: 1_000_000)
    #expect(try TextPattern("a{1000}b|aab?$").matches(ExactString(text), &meter))
  }

  /// Every cost lies within what was estimated from the sizes.
  @Test func estimatesHold() throws {
    var compared = 0
    for test in try ConformanceSuite().cases where test.json["bindings"] == nil {
      var environment = Environment(container: test.json["container"]?.stringValue ?? "")
      if test.json["disable_check"] == true { environment.checking = .atRunTime }
      let text = try #require(test.json["expr"]?.stringValue)
      let program = try Program(text, in: environment)
      let estimate = program.estimate(SizeEstimate.Source(documentBytes: 0))
      let cost: Int
      do throws(RuleError) {
        cost = try program.evaluate([:]).cost
      } catch {
        guard case .evaluation = error else { throw error }
        continue
      }
      compared += 1
      #expect((estimate.minimum...estimate.maximum).contains(cost), "\(text) costs \(cost), not within \(estimate)")
    }
    #expect(compared > 1_300)
  }

  /// Deep texts are refused before they can exhaust the stack; those within the limit are evaluated.
  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("-(", "1", ")"), ("{1: ", "1", "}"), ("!", "true", ""), ("true ? 1 : ", "1", ""),
    ("[1].map(x, ", "1", ")"), ("dyn(", "1", ")"), ("", "[1]", "[0]"), ("", "{'a': 1}", ".a"), ("1 + ", "1", ""),
  ])
  func depth(before: String, core: String, after: String) throws {
    func text(_ levels: Int) -> String {
      String(repeating: before, count: levels) + core + String(repeating: after, count: levels)
    }
    let deep = #expect(throws: RuleError.self) { try Program(text(5_000), in: Environment(checking: .atRunTime)) }
    guard case .syntax(.nestedTooDeeply(limit: 200), _) = deep else {
      Issue.record("refused for another reason: \(String(describing: deep))")
      return
    }
    // The deepest text that is taken is evaluated in order.
    let environment = Environment(checking: .atRunTime)
    var deepest: Program?
    var levels = 200
    while deepest == nil, levels > 60 {
      do {
        deepest = try Program(text(levels), in: environment)
      } catch RuleError.syntax(.nestedTooDeeply, _) {
        levels -= 1
      }
    }
    let program = try #require(deepest)
    do {
      _ = try program.evaluate([:])
    } catch RuleError.evaluation {
      // Chains of fields and indices have no value.
    }
  }

  /// Runs of lazy operators are one level, however long.
  @Test func longRuns() throws {
    let text = (0..<5_000).map { "\($0) >= 0" }.joined(separator: " && ")
    let (value, _) = try Program(text, in: Environment()).evaluate([:])
    guard case .bool(true) = value else {
      Issue.record("gives \(value)")
      return
    }
  }

  @Test func textLength() {
    let error = #expect(throws: RuleError.self) {
      try Program("'" + String(repeating: "a", count: 100_000) + "'", in: Environment())
    }
    guard case .syntax(.tooLong(bytes: 100_002, limit: 100_000), _) = error else {
      Issue.record("refused for another reason: \(String(describing: error))")
      return
    }
  }
}
