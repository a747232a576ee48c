import JSON

@testable import Rules

/// The conformance tests of the CEL specification, in protobuf's JSON mapping.
struct ConformanceSuite {
  struct Malformed: Error, CustomStringConvertible {
    let value: JSONValue
    var description: String { "unknown to the test: \(JSONWriter.write(value))" }
  }

  struct Case {
    let json: JSONValue
    /// `file/section/name`, with a number when several have it.
    let title: String

    var file: String { json["file"]?.stringValue ?? "" }
  }

  let cases: [Case]

  init() throws {
    var counts: [String: Int] = [:]
    cases = try TestFiles.sharedLines("cel/conformance.jsonl").map { json in
      let parts = try ["file", "section", "name"].map { key in
        guard let part = json[ExactString(key)]?.stringValue else { throw Malformed(value: json) }
        return part
      }
      let title = parts.joined(separator: "/")
      counts[title, default: 0] += 1
      return Case(json: json, title: counts[title]! == 1 ? title : "\(title)#\(counts[title]!)")
    }
  }

  /// Why the case does not come out as it says, nil when it does.
  static func failure(of test: Case) throws -> String? {
    let json = test.json
    var environment = Environment(container: json["container"]?.stringValue ?? "")
    var bindings: [String: Value] = [:]
    for member in json["bindings"]?.objectValue?.members ?? [] {
      guard let value = member.value["value"] else { throw Malformed(value: member.value) }
      bindings[member.key.text] = try self.value(value)
      environment.variables[member.key.text] = .dyn
    }
    for declaration in json["type_env"]?.arrayValue ?? [] {
      guard let name = declaration["name"]?.stringValue, let type = declaration["ident"]?["type"] else {
        throw Malformed(value: declaration)
      }
      environment.variables[name] = try self.type(type)
    }
    if json["disable_check"]?.boolValue == true { environment.checking = .atRunTime }
    guard let expression = json["expr"]?.stringValue else { throw Malformed(value: json) }

    let program: Program
    do throws(RuleError) {
      program = try Program(expression, in: environment)
    } catch {
      return "\(expression): \(error)"
    }
    let result: Value
    do throws(RuleError) {
      result = try program.evaluate(bindings).value
    } catch {
      guard case .evaluation = error, json["eval_error"] != nil else { return "\(expression): \(error)" }
      return nil
    }
    // A case that names no outcome expects true.
    let expected = try json["value"].map(value) ?? .bool(true)
    return json["eval_error"] == nil && isSame(result, expected) ? nil : "\(expression): gives \(result)"
  }

  /// Equality of value and kind.
  private static func isSame(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.uint(let left), .uint(let right)): left == right
    case (.double(let left), .double(let right)):
      left.isNaN ? right.isNaN : left == right && left.sign == right.sign
    case (.string(let left), .string(let right)): left == right
    case (.bytes(let left), .bytes(let right)): left == right
    case (.type(let left), .type(let right)): left == right
    case (.list(let left), .list(let right)): left.count == right.count && zip(left, right).allSatisfy(isSame)
    case (.map(let left), .map(let right)):
      left.count == right.count
        && left.entries.allSatisfy { entry in
          right.entries.contains { isSame(entry.key, $0.key) && isSame(entry.value, $0.value) }
        }
    default: false
    }
  }

  private static func type(_ json: JSONValue) throws -> RuleType {
    guard let member = json.objectValue?.members.first else { throw Malformed(value: json) }
    switch (member.key.text, member.value) {
    case ("primitive", "INT64"): return .int
    case ("primitive", "UINT64"): return .uint
    case ("primitive", "DOUBLE"): return .double
    case ("primitive", "STRING"): return .string
    case ("primitive", "BYTES"): return .bytes
    case ("primitive", "BOOL"): return .bool
    case ("null", _): return .null
    case ("list_type", let list):
      guard let element = list["elem_type"] else { throw Malformed(value: json) }
      return .list(try type(element))
    case ("map_type", let map):
      guard let key = map["key_type"], let value = map["value_type"] else { throw Malformed(value: json) }
      return .map(key: try type(key), value: try type(value))
    default: throw Malformed(value: json)
    }
  }

  private static func value(_ json: JSONValue) throws -> Value {
    guard let member = json.objectValue?.members.first else { throw Malformed(value: json) }
    let content = member.value
    switch member.key.text {
    case "null_value": return .null
    case "bool_value": if let flag = content.boolValue { return .bool(flag) }
    case "int64_value": if let text = content.stringValue, let number = Int64(text) { return .int(number) }
    case "uint64_value": if let text = content.stringValue, let number = UInt64(text) { return .uint(number) }
    case "double_value":
      if let number = content.numberValue { return .double(number.double) }
      if let number = content.stringValue.flatMap({ Double(celText: $0) }) { return .double(number) }
    case "string_value": if let text = content.stringValue { return .string(text) }
    case "bytes_value": if let bytes = content.stringValue.flatMap(Base64.decode) { return .bytes(bytes) }
    case "type_value": if let name = content.stringValue { return .type(name) }
    case "list_value": return .list(try (content["values"]?.arrayValue ?? []).map(value))
    case "map_value":
      var map = MapValue()
      for entry in content["entries"]?.arrayValue ?? [] {
        guard let key = entry["key"], let item = entry["value"] else { throw Malformed(value: entry) }
        try map.append(value(key), value(item))
      }
      return .map(map)
    default: break
    }
    throw Malformed(value: json)
  }
}
