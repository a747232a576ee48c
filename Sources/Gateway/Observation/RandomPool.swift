import Glibc
import Synchronization

/// Words from the system's generator, which nobody can foresee. They are taken from it many at a time: a system call for
/// each is a good part of the time that a small answer takes.
enum RandomPool {
  /// As many bytes as getentropy(3) gives at once.
  private static let size = 256
  private static let words = Mutex<[UInt64]>([])

  static func word() -> UInt64 {
    words.withLock { words in
      if words.isEmpty {
        words = [UInt64](repeating: 0, count: size / 8)
        let code = unsafe words.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress!, $0.count) }
        precondition(code == 0, "the system's generator has no bytes")
      }
      return words.removeLast()
    }
  }
}
