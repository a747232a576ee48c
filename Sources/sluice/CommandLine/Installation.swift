import Glibc

/// What stands beside the executable or above it.
enum Installation {
  /// The first folder of this name beside the executable or above it that has an entry of that name.
  static func path(_ name: String, with entry: String) -> String? {
    guard let executable = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(executable) }
    var folders = unsafe String(cString: executable).split(separator: "/").dropLast()
    while true {
      let candidate = "/" + (folders + [name[...]]).joined(separator: "/")
      if unsafe access(candidate + "/" + entry, R_OK) == 0 { return candidate }
      guard folders.popLast() != nil else { return nil }
    }
  }
}
