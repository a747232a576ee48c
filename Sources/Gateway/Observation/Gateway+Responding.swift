import HTTPServer

extension Gateway {
  /// Answers a request: gives it its context, finds its route, and sees it to its end.
  func respond(
    to request: HTTPRequest, by routes: RouteTable, refusalBody: HTTPServerConfiguration.RefusalBody
  ) async -> HTTPResponse {
    let context = RequestContext(request)
    let record = RequestRecord(request, context, route: routes.pattern(of: request), in: self)
    var response = await RequestContext.$current.withValue(context) {
      await routes.respond(to: request, refusalBody: refusalBody)
    }
    response.headers.fill(from: context.headers)
    switch response.body {
    case .bytes: record.end(response.status)
    case .stream(let produce):
      let status = response.status
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
}
