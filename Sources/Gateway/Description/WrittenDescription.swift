import Synchronization

/// The description as text, written when it is first asked for: it is long, and stays the same.
final class WrittenDescription: Sendable {
  private let bytes = Mutex<[UInt8]?>(nil)

  func bytes(_ write: () -> [UInt8]) -> [UInt8] {
    bytes.withLock { bytes in
      if let bytes { return bytes }
      let written = write()
      bytes = written
      return written
    }
  }
}
