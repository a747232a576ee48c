import Tensors

/// Why the CPU backend cannot be set up.
package enum BackendError: Error, Sendable, Hashable, CustomStringConvertible {
  /// `code` is errno's value.
  case threadCreation(threads: Int, code: Int32)
  case outOfMemory(bytes: Int)

  package var description: String {
    switch self {
    case .threadCreation(let threads, let code): "cannot start \(threads) threads: \(SystemMessage.of(code))"
    case .outOfMemory(let bytes): "cannot allocate \(bytes) bytes"
    }
  }
}
