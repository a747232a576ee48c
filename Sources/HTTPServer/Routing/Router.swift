/// Collects routes; `freeze()` makes the table that serves them.
package struct Router: ~Copyable {
  package typealias Handler = @Sendable (HTTPRequest, RouteParameters) async -> HTTPResponse

  private var nodes = [RouteTable.Node()]

  package init() {}

  /// Serves `method` at `pattern`, such as `/v1/models/{model}`. A literal segment goes before a parameter. Traps on a
  /// pattern without a leading slash and on a second handler for the same method and place.
  package mutating func on(_ method: HTTPMethod, _ pattern: String, _ handler: @escaping Handler) {
    precondition(pattern.utf8.first == UInt8(ascii: "/"), "a route starts with a slash: \(pattern)")
    var node = 0
    var names: [String] = []
    for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      if segment.hasPrefix("{"), segment.hasSuffix("}") {
        names.append(String(segment.dropFirst().dropLast()))
        node = nodes[node].parameterChild ?? addNode { $0[node].parameterChild = $1 }
      } else {
        let literal = String(segment)
        node =
          nodes[node].literalChild(literal) ?? addNode { $0[node].literalChildren.append((Array(literal.utf8), $1)) }
      }
    }
    precondition(!nodes[node].routes.contains { $0.method == method }, "\(method) \(pattern) is routed twice")
    nodes[node].routes.append(RouteTable.Route(method: method, pattern: pattern, names: names, handler: handler))
  }

  package consuming func freeze() -> RouteTable { RouteTable(nodes: nodes) }

  private mutating func addNode(_ link: (inout [RouteTable.Node], Int) -> Void) -> Int {
    nodes.append(RouteTable.Node())
    link(&nodes, nodes.count - 1)
    return nodes.count - 1
  }
}
