import Glibc

/// A folder that is removed with what it has.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/sluice-contracts-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template)
    precondition(unsafe made != nil, "mkdtemp: error \(errno)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// Writes a file, with the folders above it.
  func write(_ text: String, to name: String) {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      unsafe mkdir(folder, 0o777)
    }
    let file = unsafe fopen(path + "/" + name, "w")!
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func has(_ name: String) -> Bool { unsafe access(path + "/" + name, F_OK) == 0 }

  private static func remove(_ path: String) {
    if let stream = unsafe opendir(path) {
      while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      unsafe closedir(stream)
    }
    _ = unsafe Glibc.remove(path)
  }
}
