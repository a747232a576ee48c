import JSON

extension FunctionTool {
  static let nameShape = Shape.text(matching: "^[A-Za-z0-9_-]{1,64}$")

  private static let fieldShapes: JSONValue = [
    "description": Shape.text, "parameters": Shape.schema, "strict": Shape.flag,
  ]

  /// Chat completions of old: `functions`.
  static let bareShape = Shape.request(["name": nameShape], optional: fieldShapes)

  /// Chat completions: one level deeper.
  static let chatShape = Shape.request(["type": Shape.word("function"), "function": bareShape])

  /// Responses.
  static let flatShape = Shape.request(["type": Shape.word("function"), "name": nameShape], optional: fieldShapes)
}

extension ToolChoice {
  private static let words = Shape.word("none", "auto", "required")
  private static let named = Shape.request(["name": Shape.text])
  private static let mode = Shape.word("auto", "required")

  static let chatShape: JSONValue = {
    let tool = Shape.request(["type": Shape.word("function"), "function": named])
    let allowed = Shape.request(["mode": mode, "tools": Shape.array(of: tool, 1 ... .max)])
    return Shape.either(
      words, tool, Shape.request(["type": Shape.word("allowed_tools"), "allowed_tools": allowed]))
  }()

  static let responsesShape: JSONValue = {
    let tool = Shape.request(["type": Shape.word("function"), "name": Shape.text])
    return Shape.either(
      words, tool,
      Shape.request([
        "type": Shape.word("allowed_tools"), "mode": mode, "tools": Shape.array(of: tool, 1 ... .max),
      ]))
  }()

  static let legacyShape = Shape.either(Shape.word("none", "auto"), named)
}
