import Glibc

/// The memory of this machine, or of the part of it that this process is confined to.
package struct SystemMemory: Sendable, Hashable {
  package let total: Int
  /// What can be had without taking anything from others, files that are only cached aside.
  package let available: Int

  package init(total: Int, available: Int) {
    self.total = total
    self.available = available
  }

  /// Of the system, within the limit of the control group (`memory.max`) where there is one.
  package static func read() throws(TensorError) -> SystemMemory {
    let path = "/proc/meminfo"
    var fields: [Substring: Int] = [:]
    for line in try text(path).split(separator: "\n") {
      let parts = line.split { $0 == ":" || $0 == " " }
      if parts.count >= 2, let kibibytes = Int(parts[1]) { fields[parts[0]] = kibibytes << 10 }
    }
    guard let total = fields["MemTotal"], let available = fields["MemAvailable"] else {
      throw .fileUnreadable(path: path, code: EINVAL)
    }
    let group = "/sys/fs/cgroup/memory."
    guard unsafe access(group + "max", R_OK) == 0, unsafe access(group + "current", R_OK) == 0,
      let limit = Int(try text(group + "max").filter { $0 != "\n" }), limit < total,
      let used = Int(try text(group + "current").filter { $0 != "\n" })
    else { return SystemMemory(total: total, available: available) }
    // Files that are only cached count as used there.
    var cached = 0
    if unsafe access(group + "stat", R_OK) == 0 {
      for line in try text(group + "stat").split(separator: "\n") {
        let parts = line.split(separator: " ")
        if parts.count == 2, parts[0] == "inactive_file" || parts[0] == "active_file" { cached += Int(parts[1]) ?? 0 }
      }
    }
    return SystemMemory(total: limit, available: min(available, max(limit - used + cached, 0), limit))
  }

  /// A file of the system, whose size is not known before it is read.
  private static func text(_ path: String) throws(TensorError) -> String {
    guard let file = unsafe fopen(path, "r") else { throw .fileUnreadable(path: path, code: errno) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard unsafe ferror(file) == 0 else { throw .fileUnreadable(path: path, code: EIO) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
