import JSON

/// `json-pointer`: RFC 6901 §5, the string form.
enum JSONPointerFormat {
  static func accepts(_ text: String) -> Bool { JSONPointer(text: text) != nil }
}
