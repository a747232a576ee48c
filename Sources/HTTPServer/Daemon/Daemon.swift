import CMicrohttpd
import Glibc

/// A running libmicrohttpd and the callbacks that tie it to a dispatcher.
///
/// `@unchecked Sendable`: the handle never changes, and libmicrohttpd lets any thread add connections and stop it.
@safe
final class Daemon: @unchecked Sendable {
  private let handle: OpaquePointer
  private let dispatcher: Dispatcher

  init(_ dispatcher: Dispatcher) throws(HTTPServerError) {
    let configuration = dispatcher.configuration
    var settings = unsafe sluice_mhd_settings()
    unsafe settings.threads = UInt32(configuration.threads)
    unsafe settings.connection_limit = UInt32(configuration.connectionLimit)
    unsafe settings.inactivity_timeout = UInt32(max(1, configuration.inactivityTimeout.components.seconds))
    unsafe settings.connection_memory = configuration.connectionMemory
    unsafe settings.context = Unmanaged.passUnretained(dispatcher).toOpaque()
    unsafe settings.access = Self.access
    unsafe settings.completed = Self.completed
    unsafe settings.connection = Self.connection
    if configuration.tls != nil, MHD_is_feature_supported(.FEATURE_TLS) != .YES {
      throw .cannotServe(reason: "this libmicrohttpd was built without TLS")
    }
    unsafe self.handle = try Self.start(&settings, configuration.tls)
    self.dispatcher = dispatcher
  }

  private static func start(
    _ settings: inout sluice_mhd_settings, _ tls: TLSIdentity?
  ) throws(HTTPServerError) -> OpaquePointer {
    var complaint = [CChar](repeating: 0, count: 256)
    let daemon: OpaquePointer?
    if let tls {
      unsafe daemon = tls.certificate.withCString { certificate in
        unsafe tls.key.withCString { key in
          unsafe settings.certificate = certificate
          unsafe settings.key = key
          return unsafe sluice_mhd_start(&settings, &complaint, complaint.count)
        }
      }
    } else {
      unsafe daemon = sluice_mhd_start(&settings, &complaint, complaint.count)
    }
    guard let daemon = unsafe daemon else {
      let words = complaint.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw .cannotServe(reason: words.isEmpty ? "error \(errno)" : String(decoding: words, as: UTF8.self))
    }
    return unsafe daemon
  }

  /// Takes a connection that waits at the listening socket. Returns 0, or the error; `EAGAIN`: none waits.
  func accept(from socket: Int32) -> Int32 { unsafe sluice_mhd_accept(handle, socket) }

  /// Ends when all threads of the daemon have. No connection may be suspended.
  func stop() { unsafe MHD_stop_daemon(handle) }

  // MARK: Callbacks

  private static let access: MHD_AccessHandlerCallback = {
    context, connection, target, method, version, data, size, slot in
    guard let connection = unsafe connection, let slot = unsafe slot, let size = unsafe size else { return .NO }
    guard let stored = unsafe slot.pointee else {
      let dispatcher = unsafe Unmanaged<Dispatcher>.fromOpaque(context!).takeUnretainedValue()
      let (exchange, atOnce) = unsafe dispatcher.begin(
        connection, method: text(method), target: text(target), version: text(version))
      unsafe slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
      return atOnce ? unsafe advance(exchange, connection) : .YES
    }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(stored).takeUnretainedValue()
    guard unsafe size.pointee > 0 else { return unsafe advance(exchange, connection) }
    let taken = unsafe data!.withMemoryRebound(to: UInt8.self, capacity: size.pointee) { bytes in
      unsafe exchange.receive(UnsafeBufferPointer(start: bytes, count: size.pointee))
    }
    unsafe size.pointee = 0
    return taken ? .YES : .NO
  }

  private static let completed: MHD_RequestCompletedCallback = { _, _, slot, _ in
    guard let slot = unsafe slot, let stored = unsafe slot.pointee else { return }
    unsafe slot.pointee = nil
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(stored).takeRetainedValue()
    exchange.completed()
  }

  private static let connection: MHD_NotifyConnectionCallback = { context, connection, slot, event in
    let dispatcher = unsafe Unmanaged<Dispatcher>.fromOpaque(context!).takeUnretainedValue()
    guard let connection = unsafe connection, let slot = unsafe slot else { return }
    let socket = unsafe sluice_mhd_socket(connection)
    if event == .CONNECTION_NOTIFY_STARTED {
      let id = dispatcher.table.open(socket: socket)
      unsafe slot.pointee = UnsafeMutableRawPointer(bitPattern: UInt(id))
      dispatcher.watch.watch(socket: socket, id: id)
    } else {
      dispatcher.table.close(UInt64(UInt(bitPattern: unsafe slot.pointee)))
      dispatcher.watch.forget(socket: socket)
    }
  }

  private static let read: MHD_ContentReaderCallback = { context, _, buffer, capacity in
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context!).takeUnretainedValue()
    let reading = unsafe buffer!.withMemoryRebound(to: UInt8.self, capacity: capacity) { bytes in
      unsafe exchange.read(into: UnsafeMutableBufferPointer(start: bytes, count: capacity))
    }
    return switch reading {
    case .bytes(let count): count
    case .wait: 0
    case .end: sluice_mhd_end_of_stream
    case .failure: sluice_mhd_end_with_error
    }
  }

  private static let readerFreed: MHD_ContentReaderFreeCallback = { context in
    unsafe Unmanaged<Exchange>.fromOpaque(context!).release()
  }

  // MARK: Answers

  private static func advance(_ exchange: Exchange, _ connection: OpaquePointer) -> MHD_Result {
    switch exchange.nextStep() {
    case .wait, .run: .YES
    case .cutOff: .NO
    case .send(let response): unsafe send(response, of: exchange, on: connection)
    }
  }

  private static func send(
    _ response: HTTPResponse, of exchange: Exchange, on connection: OpaquePointer
  ) -> MHD_Result {
    let made: OpaquePointer? =
      switch response.body {
      case .bytes(var bytes):
        unsafe bytes.withUnsafeMutableBytes {
          unsafe MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
        }
      case .stream:
        unsafe MHD_create_response_from_callback(
          sluice_mhd_size_unknown, 32 << 10, read, Unmanaged.passRetained(exchange).toOpaque(), readerFreed)
      }
    guard let made = unsafe made else { return .NO }
    defer { unsafe MHD_destroy_response(made) }
    for field in response.headers.fields {
      guard unsafe MHD_add_response_header(made, field.name, field.value) == .YES else { return .NO }
    }
    if exchange.isHead, case .stream = response.body {
      guard unsafe sluice_mhd_send_unchunked(made) == 1 else { return .NO }
    }
    if exchange.closesConnection {
      guard unsafe MHD_add_response_header(made, "Connection", "close") == .YES else { return .NO }
    }
    return unsafe MHD_queue_response(connection, UInt32(response.status.code), made)
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
  }
}
