import CMicrohttpd

/// What libmicrohttpd's callbacks need; it outlives the daemon.
final class Dispatcher: Sendable {
  let configuration: HTTPServerConfiguration
  let handler: HTTPServer.Handler
  let table: ConnectionTable
  let watch: ConnectionWatch

  init(_ configuration: HTTPServerConfiguration, _ handler: @escaping HTTPServer.Handler) throws(HTTPServerError) {
    self.configuration = configuration
    self.handler = handler
    table = ConnectionTable(configuration)
    watch = try ConnectionWatch(table, grace: configuration.halfCloseGrace)
  }

  func taskStarted() { table.taskStarted() }
  func taskEnded() { table.taskEnded() }

  /// A request whose head is complete and whose body is not. `atOnce`: it is to be answered without its body.
  func begin(
    _ connection: OpaquePointer, method: String, target: String, version: String
  ) -> (exchange: Exchange, atOnce: Bool) {
    let id = UInt64(UInt(bitPattern: unsafe sluice_mhd_socket_context(connection)))
    let (head, refusal, atOnce) = unsafe RequestHead.read(
      connection, method: method, target: target, version: version, configuration: configuration)
    let exchange = unsafe Exchange(
      connection: connection, connectionID: id, head: head,
      refusal: refusal ?? (table.isDraining ? .draining : nil), dispatcher: self)
    table.begin(exchange)
    return (exchange, atOnce)
  }
}
