/// The keyword by which a schema carries rules.
enum RuleKeyword {
  private static let quoted = Array("\"x-kubernetes-validations\"".utf8)

  /// Whether a schema, written as text, may have it: as a keyword, or as a text somewhere.
  static func mayStand(in schema: String) -> Bool {
    var schema = schema
    return schema.withUTF8 { bytes in
      let last = bytes.count - quoted.count
      guard last >= 0 else { return false }
      for start in 0...last where unsafe bytes[start] == quoted[0] && bytes[start + 1] == quoted[1] {
        if unsafe bytes[start..<start + quoted.count].elementsEqual(quoted) { return true }
      }
      return false
    }
  }
}
