import Glibc

/// A folder of its own for a test, removed with all it holds.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/sluice-store-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { preconditionFailure("mkdtemp: error \(errno)") }
    path = unsafe String(cString: made)
  }

  deinit {
    guard let folder = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      unsafe unlink(path + "/" + name)
    }
    unsafe closedir(folder)
    unsafe rmdir(path)
  }

  func file(_ name: String) -> String { path + "/" + name }
}
