import Glibc

/// A system call about files that failed.
package enum FileError: Error, Sendable, Hashable, CustomStringConvertible {
  case unlistable(path: String, code: Int32)
  case unreadable(path: String, code: Int32)
  case unwritable(path: String, code: Int32)

  package var description: String {
    switch self {
    case .unlistable(let path, let code): "can't list \(path): \(Self.text(code))"
    case .unreadable(let path, let code): "can't read \(path): \(Self.text(code))"
    case .unwritable(let path, let code): "can't write \(path): \(Self.text(code))"
    }
  }

  private static func text(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
