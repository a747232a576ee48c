package import JSON

/// The fields of requests and answers that the journal never sees.
package struct Redaction: Sendable, Hashable {
  /// Stands where a value was.
  package static let mark: JSONValue = "[redacted]"

  /// Members with one of these names, at any depth of the request and of the answer.
  private let names: Set<ExactString>
  /// Places in the request.
  private let pointers: [JSONPointer]

  package static let none = Redaction(names: [], pointers: [])

  private init(names: Set<ExactString>, pointers: [JSONPointer]) {
    self.names = names
    self.pointers = pointers
  }

  /// Nil when a field starts with a slash and is no JSON Pointer.
  ///
  /// - Parameter fields: JSON Pointers into the request, such as `/messages/0/content`, and names of members.
  package init?(fields: [String]) {
    var names: Set<ExactString> = []
    var pointers: [JSONPointer] = []
    for field in fields {
      if field.utf8.first == UInt8(ascii: "/") {
        guard let pointer = JSONPointer(text: field) else { return nil }
        pointers.append(pointer)
      } else {
        names.insert(ExactString(field))
      }
    }
    self.init(names: names, pointers: pointers)
  }

  /// The failure without those fields, and whether it had any.
  func apply(to failure: Failure) -> (failure: Failure, isRedacted: Bool) {
    var result = failure
    var removed: [JSONValue] = []
    let names = names(in: failure.request)
    result.request = pointers.reduce(without(names, failure.request, &removed)) {
      Self.without($1.tokens[...], $0, &removed)
    }
    if withholdsText(of: failure) {
      result.text = ""
      result.tokens = []
      removed.append(.string(failure.text))
      // What a rule says of an answer may have parts of it.
      result.reason = "[redacted]"
    }
    // Errors about a field quote what stood there.
    for value in removed {
      let quoted = value.stringValue ?? JSONWriter.write(value)
      if !quoted.isEmpty, result.reason.contains(quoted) { result.reason = "[redacted]" }
    }
    return (result, !removed.isEmpty)
  }

  /// A prompt may be written as a message, as a session does with it.
  private func names(in request: JSONValue) -> Set<ExactString> {
    guard let request = request.objectValue, request["prompt"] == nil, request["messages"] != nil,
      names.contains("prompt") || pointers.contains(where: { $0.tokens == ["prompt"] })
    else { return names }
    return names.union(["content"])
  }

  /// An answer may be cut anywhere, so it is not taken apart: with one of the names in it, it stays out as a whole. A
  /// backslash could spell a name in another way.
  private func withholdsText(of failure: Failure) -> Bool {
    guard !names.isEmpty, !failure.text.isEmpty else { return false }
    return failure.text.utf8.contains(UInt8(ascii: "\\")) || names.contains { failure.text.contains($0.text) }
  }

  private func without(_ names: Set<ExactString>, _ value: JSONValue, _ removed: inout [JSONValue]) -> JSONValue {
    guard !names.isEmpty else { return value }
    switch value {
    case .array(let items): return .array(items.map { without(names, $0, &removed) })
    case .object(var object):
      for member in object.members {
        if names.contains(member.key) {
          removed.append(member.value)
          object[member.key] = Self.mark
        } else {
          object[member.key] = without(names, member.value, &removed)
        }
      }
      return .object(object)
    default: return value
    }
  }

  private static func without(
    _ place: ArraySlice<ExactString>, _ value: JSONValue, _ removed: inout [JSONValue]
  ) -> JSONValue {
    guard let token = place.first else {
      if value != mark { removed.append(value) }
      return mark
    }
    guard let inner = JSONPointer([token]).resolve(in: value) else { return value }
    let changed = without(place.dropFirst(), inner, &removed)
    switch value {
    case .object(var object):
      object[token] = changed
      return .object(object)
    case .array(var items):
      items[Int(token.text)!] = changed
      return .array(items)
    default: return value
    }
  }
}
