import Glibc
import JSON
import Store

/// API keys in a file that only its owner may read.
package struct KeyFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// All keys, also those that were revoked.
  package func read() throws(KeyFileError) -> [APIKey] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try SystemFile.read(path)
    } catch {
      throw .file(error)
    }
    let json: JSONValue
    do throws(JSONParseError) {
      json = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .notJSON(path: path, error)
    }
    do throws(GatewayError) {
      var fields = try FieldReader(json, at: .body)
      guard let items = try fields.array("keys") else { throw .missing(fields.path(of: "keys")) }
      try fields.finish()
      var keys: [APIKey] = []
      for (index, item) in items.enumerated() {
        keys.append(try APIKey(item, at: FieldPath.body.appending("keys").appending(index)))
      }
      return keys
    } catch {
      throw .malformed(path: path, error)
    }
  }

  /// What tells whether the file has been changed.
  var stamp: SystemFile.Stamp? { SystemFile.stamp(of: path) }

  /// Makes a key and keeps it; makes the file where there is none.
  ///
  /// - Returns: the key itself, which can't be told again.
  package func add(
    name: String, scopes: Set<KeyScope>, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil
  ) throws(KeyFileError) -> (secret: String, key: APIKey) {
    let made = APIKey.make(
      name: name, scopes: scopes, requestsPerMinute: requestsPerMinute, tokensPerMinute: tokensPerMinute)
    try change { keys in keys.append(made.key) }
    return made
  }

  /// - Parameter text: an id, or the name of one key.
  package func revoke(_ text: String) throws(KeyFileError) -> APIKey {
    var result: APIKey?
    try change { (keys) throws(KeyFileError) in
      let found = keys.indices.filter { keys[$0].id == text || keys[$0].name == text && keys[$0].revoked == nil }
      guard let index = found.first else { throw .unknown(text) }
      guard found.count == 1 else { throw .ambiguous(text, ids: found.map { keys[$0].id }) }
      if keys[index].revoked == nil { keys[index].revoked = WallTime.now().description }
      result = keys[index]
    }
    return result!
  }

  /// Changes the file as a whole, one process at a time.
  private func change(_ body: (inout [APIKey]) throws(KeyFileError) -> Void) throws(KeyFileError) {
    let lock = try lock()
    defer { close(lock) }
    var keys = stamp == nil ? [] : try read()
    try body(&keys)
    let text = JSONWriter.write(["keys": .array(keys.map(\.json))], style: .pretty) + "\n"
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    do throws(FileError) {
      try SystemFile.replace(folder: folder, name: name, with: Array(text.utf8), mode: 0o600)
    } catch {
      throw .file(error)
    }
  }

  /// The lock is a file of its own, since the file itself is replaced.
  private func lock() throws(KeyFileError) -> Int32 {
    let descriptor = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .file(.unwritable(path: path + ".lock", code: errno)) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno == EINTR { continue }
      let code = errno
      close(descriptor)
      throw .file(.unwritable(path: path + ".lock", code: code))
    }
    return descriptor
  }
}
