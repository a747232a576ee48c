/// The decoded path segments that stood where a route has `{name}`.
package struct RouteParameters: Sendable, Hashable {
  let names: [String]
  let values: [String]

  /// Traps on a name that the route does not have.
  package subscript(name: String) -> String {
    guard let place = names.firstIndex(of: name) else { preconditionFailure("the route has no parameter {\(name)}") }
    return values[place]
  }
}
