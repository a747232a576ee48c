import JSON

/// What a request says of the use of its tools.
enum ToolChoice {
  case none
  case auto
  case required
  /// This one, and no other.
  case named(String, path: FieldPath)
  /// Only some of them.
  case among([(name: String, path: FieldPath)], ToolUse.Demand)

  /// Chat completions: `tool_choice`.
  init(chat fields: inout FieldReader) throws(GatewayError) {
    self = try Self.read(&fields) { (choice, type) throws(GatewayError) in
      switch type {
      case "function":
        var function = try FieldReader(try choice.required("function"), at: choice.path(of: "function"))
        let name = try function.requiredString("name")
        let path = function.path(of: "name")
        try function.finish()
        return .named(name, path: path)
      case "allowed_tools":
        var allowed = try FieldReader(try choice.required("allowed_tools"), at: choice.path(of: "allowed_tools"))
        let choice = try Self.among(&allowed) { (tool) throws(GatewayError) in
          var function = try FieldReader(try tool.required("function"), at: tool.path(of: "function"))
          let name = try function.requiredString("name")
          let path = function.path(of: "name")
          try function.finish()
          return (name, path)
        }
        try allowed.finish()
        return choice
      default: return nil
      }
    }
  }

  /// Responses: the same without a level of nesting.
  init(responses fields: inout FieldReader) throws(GatewayError) {
    self = try Self.read(&fields) { (choice, type) throws(GatewayError) in
      switch type {
      case "function": return .named(try choice.requiredString("name"), path: choice.path(of: "name"))
      case "allowed_tools":
        return try Self.among(&choice) { (tool) throws(GatewayError) in
          (try tool.requiredString("name"), tool.path(of: "name"))
        }
      default: return nil
      }
    }
  }

  /// Chat completions of old: `function_call`.
  init(legacy fields: inout FieldReader) throws(GatewayError) {
    let path = fields.path(of: "function_call")
    switch fields.take("function_call") {
    case nil, "auto": self = .auto
    case "none": self = .none
    case .string(let word): throw .outOfRange(path, allowed: "'none', 'auto' or an object", given: "'\(word)'")
    case .some(let value):
      var choice = try FieldReader(value, at: path)
      self = .named(try choice.requiredString("name"), path: choice.path(of: "name"))
      try choice.finish()
    }
  }

  /// - Parameter readObject: reads an object by its type; nil for a type that it does not know.
  private static func read(
    _ fields: inout FieldReader,
    readObject: (inout FieldReader, String) throws(GatewayError) -> ToolChoice?
  ) throws(GatewayError) -> ToolChoice {
    let path = fields.path(of: "tool_choice")
    switch fields.take("tool_choice") {
    case nil, "auto": return .auto
    case "none": return .none
    case "required": return .required
    case .string(let word):
      throw .outOfRange(path, allowed: "'none', 'auto', 'required' or an object", given: "'\(word)'")
    case .some(let value):
      var choice = try FieldReader(value, at: path)
      let type = try choice.requiredString("type")
      guard let read = try readObject(&choice, type) else {
        throw .unsupported(
          choice.path(of: "type"),
          reason: "choices of type '\(type)' are not supported, only 'function' and 'allowed_tools'")
      }
      try choice.finish()
      return read
    }
  }

  private static func among(
    _ fields: inout FieldReader, readName: (inout FieldReader) throws(GatewayError) -> (String, FieldPath)
  ) throws(GatewayError) -> ToolChoice {
    let modePath = fields.path(of: "mode")
    let mode = try fields.requiredString("mode")
    let demand: ToolUse.Demand
    switch mode {
    case "auto": demand = .auto
    case "required": demand = .required
    default: throw .outOfRange(modePath, allowed: "'auto' or 'required'", given: "'\(mode)'")
    }
    let path = fields.path(of: "tools")
    guard let items = try fields.array("tools") else { throw .missing(path) }
    guard !items.isEmpty else { throw .outOfRange(path, allowed: "at least one tool", given: "an empty array") }
    var names: [(name: String, path: FieldPath)] = []
    for (index, item) in items.enumerated() {
      var tool = try FieldReader(item, at: path.appending(index))
      try FunctionTool.checkType(&tool)
      let (name, namePath) = try readName(&tool)
      if names.contains(where: { $0.name == name }) {
        throw .outOfRange(namePath, allowed: "each name once", given: "another '\(name)'")
      }
      names.append((name, namePath))
      try tool.finish()
    }
    return .among(names, demand)
  }
}

extension FunctionTool {
  /// Only functions are called.
  static func checkType(_ fields: inout FieldReader) throws(GatewayError) {
    let type = try fields.requiredString("type")
    guard type == "function" else {
      throw .unsupported(
        fields.path(of: "type"), reason: "tools of type '\(type)' are not supported, only 'function'")
    }
  }
}
