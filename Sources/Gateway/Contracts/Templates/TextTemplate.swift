import JSON
import Rules

/// A text in which `{{ … }}` stands for what an expression gives.
struct TextTemplate: Sendable {
  private enum Part: Sendable {
    case text(String)
    case expression(Program)
  }

  private let parts: [Part]

  /// - Throws: `GatewayError.contractRefused` for braces that do not close, and for an expression that is malformed or
  ///   does not type-check.
  init(_ text: String, in environment: Environment, at path: FieldPath) throws(GatewayError) {
    var parts: [Part] = []
    for piece in try TemplateScanner.pieces(of: text, at: path) {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .expression(let expression):
        do throws(RuleError) {
          parts.append(.expression(try Program(expression, in: environment)))
        } catch {
          throw .contractRefused(path, .expression(expression, error))
        }
      }
    }
    self.parts = parts
  }

  /// Whether it has expressions.
  var isConstant: Bool {
    parts.allSatisfy { part in
      if case .text = part { true } else { false }
    }
  }

  /// What it gives: where it is a single expression and nothing beside it, that value, else a text in which values that
  /// are no texts stand as JSON.
  func value(_ variables: [String: Value]) throws(RuleError) -> JSONValue {
    if parts.count == 1, case .expression(let program) = parts[0] { return try Self.value(of: program, variables) }
    return .string(try text(variables))
  }

  func text(_ variables: [String: Value]) throws(RuleError) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .expression(let program):
        let value = try Self.value(of: program, variables)
        result += value.stringValue ?? JSONWriter.write(value)
      }
    }
    return result
  }

  private static func value(of program: Program, _ variables: [String: Value]) throws(RuleError) -> JSONValue {
    let value = try program.evaluate(variables).value
    do throws(EvaluationProblem) {
      return try value.json()
    } catch {
      throw .value(error)
    }
  }
}
