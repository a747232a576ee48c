import CConsole
import HTTPServer

/// The console: a page of plain HTML, CSS and JavaScript on the gateway's API, within the binary.
struct ConsoleFiles: Sendable {
  /// Only what comes from this server is loaded, asked and run, and no other page may show this one.
  private static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
  ]
  static let page = "console.html"
  static let all = ConsoleFiles()

  private let files: [String: [UInt8]]

  private init() {
    var count = 0
    let list = unsafe UnsafeBufferPointer(start: sl_console_files(&count), count: count)
    var files: [String: [UInt8]] = [:]
    for place in list.indices {
      let file = unsafe list[place]
      let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: file.count)
      unsafe files[String(cString: file.name)] = Array(bytes)
    }
    self.files = files
  }

  var names: [String] { files.keys.sorted() }

  /// The content type of a file, by its name.
  static func type(of name: String) -> String? { name.split(separator: ".").last.flatMap { types[String($0)] } }

  /// Nil when there is no such file.
  func response(for name: String) -> HTTPResponse? {
    guard let bytes = files[name], let type = Self.type(of: name) else { return nil }
    return HTTPResponse(
      headers: [
        // The next version of the server has another page.
        "Content-Type": type, "Cache-Control": "no-cache", "Content-Security-Policy": Self.policy,
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
      ], body: .bytes(bytes))
  }
}
