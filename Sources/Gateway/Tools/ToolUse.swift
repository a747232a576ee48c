import JSON

/// The tools of a request, and what the model is to do with them.
package struct ToolUse: Sendable, Hashable {
  /// Whether the model has to call one.
  package enum Demand: Sendable, Hashable {
    case auto
    case required
  }

  /// What the model is shown.
  package let shown: [FunctionTool]
  /// What it may call, at least one.
  package let callable: [FunctionTool]
  package let demand: Demand
  package let allowsSeveral: Bool
  /// The field with the tools, for errors about them.
  package let field: FieldPath

  var definitions: [JSONValue] { shown.map(\.definition) }

  /// Sets the tools and the choice together.
  ///
  /// - Returns: nil when nothing may be called.
  init?(
    _ tools: [FunctionTool], at field: FieldPath, _ choice: ToolChoice, at choiceField: FieldPath,
    allowsSeveral: Bool
  ) throws(GatewayError) {
    guard !tools.isEmpty else {
      switch choice {
      case .none, .auto: return nil
      default: throw .unsupported(choiceField, reason: "it is only allowed beside \(field.quoted)")
      }
    }
    self.field = field
    shown = tools
    switch choice {
    case .none: return nil
    case .auto: (callable, demand, self.allowsSeveral) = (tools, .auto, allowsSeveral)
    case .required: (callable, demand, self.allowsSeveral) = (tools, .required, allowsSeveral)
    case .named(let name, let path):
      (callable, demand, self.allowsSeveral) = ([try Self.tool(name, of: tools, field, path)], .required, false)
    case .among(let names, let demand):
      var callable: [FunctionTool] = []
      for (name, path) in names { callable.append(try Self.tool(name, of: tools, field, path)) }
      (self.callable, self.demand, self.allowsSeveral) = (callable, demand, allowsSeveral)
    }
  }

  /// What cannot stand beside tools.
  func check(_ format: OutputFormat, stop: [String], at stopField: FieldPath) throws(GatewayError) {
    if case .contract(_, let path) = format {
      throw .conflict(field, with: path, reason: "a contract is answered with a document")
    }
    if case .string(_, let path) = format {
      throw .conflict(field, with: path, reason: "calls would not be the text that it asks for")
    }
    if !stop.isEmpty, demand == .required {
      throw .conflict(stopField, with: field, reason: "a stop sequence could cut the call short")
    }
  }

  private static func tool(
    _ name: String, of tools: [FunctionTool], _ field: FieldPath, _ path: FieldPath
  ) throws(GatewayError) -> FunctionTool {
    guard let tool = tools.first(where: { $0.name == name }) else {
      throw .outOfRange(path, allowed: "the name of one of \(field.quoted)", given: "'\(name)'")
    }
    return tool
  }

  /// Reads a list of tools: at most as many as the limits say, no two of one name.
  static func list(
    _ items: [JSONValue], at path: FieldPath, limits: GatewayLimits,
    read: (JSONValue, FieldPath) throws(GatewayError) -> FunctionTool
  ) throws(GatewayError) -> [FunctionTool] {
    guard items.count <= limits.tools else {
      throw .outOfRange(path, allowed: "at most \(limits.tools) tools", given: "\(items.count)")
    }
    var tools: [FunctionTool] = []
    var names: Set<String> = []
    for (index, item) in items.enumerated() {
      let tool = try read(item, path.appending(index))
      guard names.insert(tool.name).inserted else {
        throw .outOfRange(
          path.appending(index), allowed: "a tool with a name of its own", given: "another '\(tool.name)'")
      }
      tools.append(tool)
    }
    return tools
  }
}
