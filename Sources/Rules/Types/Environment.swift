/// What an expression may name.
package struct Environment: Sendable {
  /// When names and types are judged.
  package enum Checking: Sendable {
    /// Before the evaluation: what is undeclared or has the wrong type is an error with a position.
    case ahead
    /// During the evaluation only, as for an expression that was parsed and not checked.
    case atRunTime
  }

  package var variables: [String: RuleType]
  /// The namespace in which names are looked up first, such as `com.example`.
  package var container: String
  package var checking: Checking
  package var library: FunctionLibrary

  package init(
    _ variables: [String: RuleType] = [:], container: String = "", checking: Checking = .ahead,
    library: FunctionLibrary = .standard
  ) {
    self.variables = variables
    self.container = container
    self.checking = checking
    self.library = library
  }

  /// What a name may mean, the innermost namespace first.
  func candidates(for name: String, isAbsolute: Bool) -> [String] {
    guard !isAbsolute, !container.isEmpty else { return [name] }
    let parts = container.split(separator: ".")
    return (0...parts.count).reversed().map { (parts[..<$0] + [name[...]]).joined(separator: ".") }
  }

  /// Types that can be named as values.
  static let typeNames: Set<String> = [
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
    "google.protobuf.Timestamp", "google.protobuf.Duration",
  ]
}
