import JSON

/// `relative-json-pointer`: how many levels up, then `#` or a JSON Pointer (draft-handrews-relative-json-pointer-01).
enum RelativeJSONPointerFormat {
  static func accepts(_ text: String) -> Bool {
    let digits = text.utf8.prefix(while: \.isDigit)
    guard digits.count == 1 || digits.count > 1 && digits.first != UInt8(ascii: "0") else { return false }
    let rest = text.utf8.dropFirst(digits.count)
    return rest.elementsEqual("#".utf8) || JSONPointer(text: String(decoding: rest, as: UTF8.self)) != nil
  }
}
