import Glibc
import JSON
import Tokenizer

/// Reading and writing what a caller's pointers lead to, during a call.
enum CallerMemory {
  static func bytes<Byte: BitwiseCopyable>(
    _ pointer: UnsafePointer<Byte>?, _ size: Int, _ name: String
  ) throws(Failure) -> [UInt8] {
    try check(size, name)
    if size == 0 { return [] }
    let pointer = unsafe try required(pointer, name)
    return unsafe Array(UnsafeRawBufferPointer(start: pointer, count: size))
  }

  static func json(_ pointer: UnsafePointer<CChar>?, _ size: Int, _ name: String) throws(Failure) -> JSONValue {
    try json(unsafe try bytes(pointer, size, name), name)
  }

  static func json(_ bytes: [UInt8], _ name: String) throws(Failure) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONParser.parse(bytes: bytes)
    } catch {
      throw Failure(error, in: name)
    }
  }

  /// Tokens that C gives as int32; negative ones are refused.
  static func tokens(_ pointer: UnsafePointer<Int32>?, _ count: Int, _ name: String) throws(Failure) -> [TokenID] {
    try check(count, name)
    if count == 0 { return [] }
    let pointer = unsafe try required(pointer, name)
    var tokens: [TokenID] = []
    tokens.reserveCapacity(count)
    for index in 0..<count { tokens.append(try token(unsafe pointer[index])) }
    return tokens
  }

  static func token(_ number: Int32) throws(Failure) -> TokenID {
    guard number >= 0 else { throw .argument("the token \(number) is negative") }
    return TokenID(Int(number))
  }

  /// A text that the caller gives back with `sluice_free`.
  static func give(
    _ bytes: some Collection<UInt8>, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
    _ size: UnsafeMutablePointer<Int>
  ) throws(Failure) {
    guard let memory = unsafe malloc(bytes.count + 1) else { throw .system("no memory for \(bytes.count) bytes") }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: memory, count: bytes.count + 1)
    unsafe buffer.copyBytes(from: bytes)
    unsafe buffer[bytes.count] = 0
    unsafe text.pointee = memory.assumingMemoryBound(to: CChar.self)
    unsafe size.pointee = bytes.count
  }

  private static func check(_ count: Int, _ name: String) throws(Failure) {
    guard count >= 0 else { throw .argument("the size of \(name) is out of range") }
  }
}
