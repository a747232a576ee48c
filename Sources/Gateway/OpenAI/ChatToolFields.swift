import JSON

/// The fields of chat completions about tools: `tools`, `tool_choice` and `parallel_tool_calls`, or `functions` and
/// `function_call`, their names of old.
enum ChatToolFields {
  /// - Returns: nil where nothing may be called; and whether the client speaks of functions.
  static func read(
    _ fields: inout FieldReader, limits: GatewayLimits
  ) throws(GatewayError) -> (use: ToolUse?, isLegacy: Bool) {
    let (toolsPath, functionsPath) = (fields.path(of: "tools"), fields.path(of: "functions"))
    let items = try fields.array("tools")
    let functions = try fields.array("functions")
    if functions != nil, items?.isEmpty == false {
      throw .conflict(functionsPath, with: toolsPath, reason: "they are two names of one thing")
    }
    let tools = try ToolUse.list(items ?? [], at: toolsPath, limits: limits) { (item, path) throws(GatewayError) in
      var fields = try FieldReader(item, at: path)
      try FunctionTool.checkType(&fields)
      var function = try FieldReader(try fields.required("function"), at: fields.path(of: "function"))
      let tool = try FunctionTool(&function, limits: limits)
      try function.finish()
      try fields.finish()
      return tool
    }
    let old = try ToolUse.list(functions ?? [], at: functionsPath, limits: limits) {
      (item, path) throws(GatewayError) in
      var fields = try FieldReader(item, at: path)
      let tool = try FunctionTool(&fields, limits: limits)
      try fields.finish()
      return tool
    }
    let allowsSeveral = try fields.bool("parallel_tool_calls") ?? true
    let choice = try ToolChoice(chat: &fields)
    let oldChoice = try ToolChoice(legacy: &fields)
    let use = try ToolUse(
      tools, at: toolsPath, choice, at: fields.path(of: "tool_choice"), allowsSeveral: allowsSeveral)
    // An answer of old has room for one call.
    let oldUse = try ToolUse(
      old, at: functionsPath, oldChoice, at: fields.path(of: "function_call"), allowsSeveral: false)
    return (use ?? oldUse, functions != nil)
  }
}
