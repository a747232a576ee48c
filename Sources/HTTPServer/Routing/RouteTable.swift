/// Routes as a tree of path segments in one flat array; node 0 stands for the start of the path.
package struct RouteTable: Sendable {
  struct Route: Sendable {
    let method: HTTPMethod
    let pattern: String
    let names: [String]
    let handler: Router.Handler
  }

  struct Node: Sendable {
    var literalChildren: [(segment: [UInt8], node: Int)] = []
    var parameterChild: Int?
    var routes: [Route] = []

    func literalChild(_ segment: String) -> Int? {
      literalChildren.first { $0.segment.elementsEqual(segment.utf8) }?.node
    }
  }

  let nodes: [Node]

  /// All routes, in no order.
  package var endpoints: [(method: HTTPMethod, pattern: String)] {
    nodes.flatMap { $0.routes.map { ($0.method, $0.pattern) } }
  }

  /// Runs the route of a request, or says why there is none. `HEAD` runs `GET`'s route where it has none of its own;
  /// the server leaves the body out.
  package func respond(
    to request: HTTPRequest, refusalBody: HTTPServerConfiguration.RefusalBody
  ) async -> HTTPResponse {
    guard let segments = request.segments else {
      return HTTPRefusal.malformed(.target(request.path)).response(body: refusalBody)
    }
    guard let (routes, values) = routes(at: segments[...], from: 0, values: []) else {
      return HTTPRefusal.noSuchPath(request.path).response(body: refusalBody)
    }
    let own = routes.first { $0.method == request.method }
    guard let route = own ?? (request.method == .head ? routes.first { $0.method == .get } : nil) else {
      var allowed = routes.map(\.method)
      if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
      return HTTPRefusal.methodNotAllowed(request.method, allowed: allowed).response(body: refusalBody)
    }
    return await route.handler(request, RouteParameters(names: route.names, values: values))
  }

  /// The pattern that the request's path fits, whatever its method; nil for none.
  package func pattern(of request: HTTPRequest) -> String? {
    guard let segments = request.segments else { return nil }
    return routes(at: segments[...], from: 0, values: [])?.routes.first?.pattern
  }

  private func routes(
    at segments: ArraySlice<String>, from node: Int, values: [String]
  ) -> (routes: [Route], values: [String])? {
    guard let segment = segments.first else {
      return nodes[node].routes.isEmpty ? nil : (nodes[node].routes, values)
    }
    let rest = segments.dropFirst()
    if let child = nodes[node].literalChild(segment), let found = routes(at: rest, from: child, values: values) {
      return found
    }
    guard let child = nodes[node].parameterChild, !segment.isEmpty else { return nil }
    return routes(at: rest, from: child, values: values + [segment])
  }
}
