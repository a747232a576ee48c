import JSON
import Tokenizer

extension ToolCall {
  /// The calls of an assistant's message: `tool_calls`, or `function_call` as it was once called.
  static func list(_ fields: inout FieldReader) throws(GatewayError) -> [ToolCall] {
    let path = fields.path(of: "tool_calls")
    var calls: [ToolCall] = []
    for (index, item) in (try fields.array("tool_calls") ?? []).enumerated() {
      var call = try FieldReader(item, at: path.appending(index))
      let id = try call.requiredString("id")
      // Clients that put streamed pieces together keep it.
      call.ignore("index")
      let type = try call.string("type") ?? "function"
      guard type == "function" else {
        throw .unsupported(call.path(of: "type"), reason: "calls of type '\(type)' are not supported, only 'function'")
      }
      if calls.contains(where: { $0.id == id }) {
        throw .outOfRange(call.path(of: "id"), allowed: "an id of its own", given: "another '\(id)'")
      }
      calls.append(try ToolCall(try call.required("function"), at: call.path(of: "function"), id: id))
      try call.finish()
    }
    let (functionPath, function) = (fields.path(of: "function_call"), fields.take("function_call"))
    if let function {
      if !calls.isEmpty { throw .conflict(functionPath, with: path, reason: "they are two names of one thing") }
      calls.append(try ToolCall(function, at: functionPath, id: nil))
    }
    return calls
  }

  private init(_ value: JSONValue, at path: FieldPath, id: String?) throws(GatewayError) {
    var fields = try FieldReader(value, at: path)
    let name = try FunctionTool.name(try fields.requiredString("name"), at: fields.path(of: "name"))
    let arguments = Self.value(of: try fields.requiredString("arguments"))
    // The official client's parsed form of a call.
    fields.ignore("parsed_arguments")
    try fields.finish()
    self.init(id: id, name: name, arguments: arguments)
  }

  /// Arguments that are no JSON, as other servers' models may have written them, are shown as the string that they are.
  static func value(of arguments: String) -> JSONValue {
    do {
      return try JSONParser.parse(arguments)
    } catch {
      return .string(arguments)
    }
  }
}
