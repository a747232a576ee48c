import JSON

/// The fields of a response about tools: `tools`, `tool_choice` and `parallel_tool_calls`.
enum ResponsesTools {
  /// - Returns: nil where nothing may be called; and the fields as answers tell them back.
  static func read(
    _ fields: inout FieldReader, limits: GatewayLimits
  ) throws(GatewayError) -> (use: ToolUse?, echo: JSONObject) {
    let path = fields.path(of: "tools")
    let items = try fields.array("tools") ?? []
    let tools = try ToolUse.list(items, at: path, limits: limits) { (item, path) throws(GatewayError) in
      var fields = try FieldReader(item, at: path)
      try FunctionTool.checkType(&fields)
      let tool = try FunctionTool(&fields, limits: limits)
      try fields.finish()
      return tool
    }
    let choiceField = fields.path(of: "tool_choice")
    let choiceValue = fields.take("tool_choice") ?? "auto"
    let allowsSeveral = try fields.bool("parallel_tool_calls") ?? true
    let use = try ToolUse(
      tools, at: path, try ToolChoice(responses: &fields), at: choiceField, allowsSeveral: allowsSeveral)
    let echo = JSONObject([
      .init(key: "tools", value: .array(zip(items, tools).map(Self.echo))),
      .init(key: "tool_choice", value: choiceValue),
      .init(key: "parallel_tool_calls", value: .bool(allowsSeveral)),
    ])
    return (use, echo)
  }

  /// As it was sent, with what is assumed where it says nothing.
  private static func echo(_ item: JSONValue, _ tool: FunctionTool) -> JSONValue {
    var members = item.objectValue!
    members["parameters"] = tool.parameters
    if members["strict"] == nil || members["strict"] == .null { members["strict"] = true }
    return .object(members)
  }
}
