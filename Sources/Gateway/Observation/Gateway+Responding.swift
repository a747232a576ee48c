import HTTPServer
import JSON

extension Gateway {
  /// Answers a request: gives it its context, finds its route, and sees it to its end.
  func respond(
    to request: HTTPRequest, by routes: RouteTable, refusalBody: HTTPServerConfiguration.RefusalBody
  ) async -> HTTPResponse {
    var context = RequestContext(request)
    let route = routes.pattern(of: request)
    let record = RequestRecord(request, context, route: route, in: self)
    var response: HTTPResponse
    do throws(GatewayError) {
      if let route { context.client = try admit(request, to: route) }
      if let client = context.client { context.notes.note("client", .string(client.key.id)) }
      response = await RequestContext.$current.withValue(context) {
        await routes.respond(to: request, refusalBody: refusalBody)
      }
    } catch {
      context.notes.note("error", .string(error.code))
      response = error.response
    }
    response.headers.fill(from: context.headers)
    switch response.body {
    case .bytes:
      record.end(response.status)
      if let time = context.notes.modelTime { metrics.answered(overhead: .now - context.arrived - time) }
    case .stream(let produce):
      let (status, context) = (response.status, context)
      response.body = .stream { writer in
        do {
          try await RequestContext.$current.withValue(context) { try await produce(writer) }
        } catch {
          record.end(status, isWhole: false)
          throw error
        }
        record.end(status)
      }
    }
    return response
  }

  /// Answers a request that came otherwise, and not with a stream.
  func answer(_ request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
    let routes = routes()
    let record = RequestRecord(request, context, route: routes.pattern(of: request), in: self)
    let response = await RequestContext.$current.withValue(context) {
      await routes.respond(to: request) { refusal in
        ("application/json", JSONWriter.write(GatewayError.http(refusal).json))
      }
    }
    record.end(response.status)
    return response
  }

  /// The client whose key has this id; nil when it is in use no more.
  func client(of id: String) -> Client? {
    guard let keys, let key = keys.key(id, report: reportKeys) else { return nil }
    return Client(key: key, ring: keys)
  }

  private func reportKeys(_ error: KeyFileError) {
    log(LogEntry(.error, "the keys can't be read anew", ["reason": .string("\(error)")]))
  }

  /// Whose request it is; nil where no key is needed.
  private func admit(_ request: HTTPRequest, to route: String) throws(GatewayError) -> Client? {
    if keys == nil, !limits.takesPublicNames, let host = request.headers["Host"], HostField.isPublicName(host) {
      throw .publicName(host)
    }
    guard let keys, let scope = KeyScope.needed(for: route, request.method) else { return nil }
    let key = try keys.admit(request.headers["Authorization"], for: scope, report: reportKeys)
    return Client(key: key, ring: keys)
  }
}
