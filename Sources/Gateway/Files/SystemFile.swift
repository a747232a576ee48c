import Glibc

/// System calls on files and folders.
enum SystemFile {
  struct Entry: Hashable {
    let name: String
    let isFolder: Bool
    /// Another one when the content may be another.
    let stamp: Stamp
  }

  struct Stamp: Hashable {
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// What a folder has, without names that begin with a point, in no order.
  static func entries(of path: String) throws(FileError) -> [Entry] {
    guard let stream = unsafe opendir(path) else { throw .unlistable(path: path, code: errno) }
    defer { unsafe closedir(stream) }
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .unlistable(path: path, code: errno) }
        return entries
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      var status = stat()
      guard unsafe stat(path + "/" + name, &status) == 0 else {
        throw .unlistable(path: path + "/" + name, code: errno)
      }
      entries.append(Entry(name: name, isFolder: status.st_mode & S_IFMT == S_IFDIR, stamp: Stamp(status)))
    }
  }

  /// Nil when the file can't be looked at.
  static func stamp(of path: String) -> Stamp? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Stamp(status) : nil
  }

  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable(path: path, code: errno)
      }
      bytes += buffer[..<count]
    }
  }

  /// A folder that is on disk when this returns.
  static func makeFolder(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o777) != 0 {
      if errno == EEXIST { return }
      throw .unwritable(path: path, code: errno)
    }
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    try sync(folder: path.hasPrefix("/") ? "/" + parent : parent.isEmpty ? "." : parent)
  }

  /// Writes a file that is there as a whole or not at all, and on disk when this returns: a temporary file beside it is
  /// written, synced and renamed, and the folder is synced.
  static func replace(
    folder: String, name: String, with bytes: [UInt8], mode: mode_t = 0o666
  ) throws(FileError) {
    let temporary = folder + "/." + name + ".tmp"
    do throws(FileError) {
      try write(bytes, to: temporary, mode)
      guard unsafe rename(temporary, folder + "/" + name) == 0 else {
        throw .unwritable(path: folder + "/" + name, code: errno)
      }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    try sync(folder: folder)
  }

  private static func write(_ bytes: [UInt8], to path: String, _ mode: mode_t) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unwritable(path: path, code: errno)
      }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
  }

  private static func sync(folder: String) throws(FileError) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unwritable(path: folder, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .unwritable(path: folder, code: errno) }
  }
}
