import Glibc

/// What the kernel says of this process (proc_pid_statm(5)).
enum ProcessMemory {
  /// In bytes; nil where there is no such file.
  static var resident: Int? {
    do throws(FileError) {
      let words = String(decoding: try SystemFile.read("/proc/self/statm"), as: UTF8.self).split(separator: " ")
      return words.count > 1 ? Int(words[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    } catch {
      return nil
    }
  }
}
