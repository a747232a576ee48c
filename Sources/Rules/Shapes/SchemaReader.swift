import JSON

/// Follows a schema's references within its document.
struct SchemaReader: Sendable {
  let document: JSONValue

  /// The places of the subschemas that a chain of `$ref` leads to, the given one first.
  ///
  /// References to other documents and anchors lead nowhere, and neither does a chain that comes back.
  func chain(from place: JSONPointer) -> [JSONPointer] {
    var places = [place]
    while let next = reference(at: places[places.count - 1]), !places.contains(next) { places.append(next) }
    return places
  }

  func value(at place: JSONPointer) -> JSONValue? { place.resolve(in: document) }

  private func reference(at place: JSONPointer) -> JSONPointer? {
    guard let text = value(at: place)?["$ref"]?.stringValue, text.hasPrefix("#"),
      let pointer = Self.pointer(fragment: text.dropFirst()), value(at: pointer) != nil
    else { return nil }
    return pointer
  }

  /// A JSON Pointer in a URI fragment, with percent escapes.
  private static func pointer(fragment: Substring) -> JSONPointer? {
    var bytes: [UInt8] = []
    var rest = fragment.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return JSONPointer(text: String(decoding: bytes, as: UTF8.self))
  }
}
