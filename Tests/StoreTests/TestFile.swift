import Glibc

enum TestFile {
  struct Unreadable: Error { let path: String }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "r") else { throw Unreadable(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return bytes
  }

  static func write(_ text: String, to path: String) throws {
    guard let file = unsafe fopen(path, "w") else { throw Unreadable(path: path) }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }
}
