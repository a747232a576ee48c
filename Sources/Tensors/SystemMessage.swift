import Glibc

/// The system's words for an errno value.
package enum SystemMessage {
  package static func of(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
