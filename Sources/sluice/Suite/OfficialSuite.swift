import Glibc
import JSON
import Schema

/// The JSON Schema organisation's test suite in a folder: `tests/<draft>/*.json` and `remotes`.
struct OfficialSuite {
  /// A schema with its instances.
  struct Group {
    /// `draft4/items.json: a schema given for items`
    let title: String
    let schema: JSONValue
    let cases: [Case]
  }

  struct Case {
    let title: String
    let instance: JSONValue
    let isValid: Bool
  }

  static let drafts: [(folder: String, draft: Draft)] = [
    ("draft4", .draft4), ("draft6", .draft6), ("draft7", .draft7), ("draft2019-09", .draft2019),
    ("draft2020-12", .draft2020),
  ]

  let root: String
  /// What `http://localhost:1234/` serves in the suite's setting.
  let registry: SchemaRegistry

  init(_ root: String) throws {
    self.root = root
    var registry = SchemaRegistry()
    for depth in ["*.json", "*/*.json", "*/*/*.json", "*/*/*/*.json"] {
      for path in Self.paths(matching: "\(root)/remotes/\(depth)") {
        registry.add(try InputFile.json(path), uri: "http://localhost:1234/\(path.dropFirst("\(root)/remotes/".count))")
      }
    }
    self.registry = registry
  }

  /// Which of a draft's cases.
  enum Part: String {
    case required = ""
    /// Those of `optional/format`.
    case formats = "/optional/format"
  }

  /// The cases of a draft.
  func groups(_ folder: String, _ part: Part) throws -> [Group] {
    let pattern = "tests/\(folder)\(part.rawValue)/*.json"
    let paths = Self.paths(matching: "\(root)/\(pattern)")
    guard !paths.isEmpty else {
      throw UsageError.invalidValue(option: "DIR", given: root, expected: "a folder with \(pattern)")
    }
    return try paths.flatMap { path in
      let file = path.dropFirst("\(root)/tests/".count)
      return try Self.array(InputFile.json(path), path).map { try Self.group($0, "\(file)", path) }
    }
  }

  private static func group(_ group: JSONValue, _ file: String, _ path: String) throws -> Group {
    guard let schema = group["schema"], let title = group["description"]?.stringValue else {
      throw InputFile.Failure.unexpectedContent(path: path, expected: "groups with a schema and a description")
    }
    let cases = try array(group["tests"] ?? .null, path).map { test in
      guard let title = test["description"]?.stringValue, let data = test["data"], let valid = test["valid"]?.boolValue
      else {
        throw InputFile.Failure.unexpectedContent(path: path, expected: "tests with description, data and valid")
      }
      return Case(title: title, instance: data, isValid: valid)
    }
    return Group(title: "\(file): \(title)", schema: schema, cases: cases)
  }

  private static func array(_ value: JSONValue, _ path: String) throws -> [JSONValue] {
    guard case .array(let items) = value else {
      throw InputFile.Failure.unexpectedContent(path: path, expected: "an array, not \(value.typeName)")
    }
    return items
  }

  /// Paths that match a shell pattern, sorted; empty when there are none.
  private static func paths(matching pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    return unsafe (0..<Int(found.gl_pathc)).compactMap { unsafe found.gl_pathv[$0].map { unsafe String(cString: $0) } }
  }
}
