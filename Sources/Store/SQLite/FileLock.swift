import Glibc

/// Keeps a file to one process, until it is dropped or the process ends. The lock is a file beside it.
struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// - Throws: `inUse` when another process has it.
  init(path: String) throws(StoreError) {
    let lock = path + ".lock"
    descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unopenable(path: lock, reason: unsafe String(cString: strerror(errno))) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isTaken = errno == EWOULDBLOCK
      let reason = unsafe String(cString: strerror(errno))
      throw isTaken ? .inUse(path: path) : .unopenable(path: lock, reason: reason)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
