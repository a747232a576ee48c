/// A request's place in a distributed trace (W3C Trace Context, section 3.2).
struct TraceContext: Sendable, Hashable {
  /// 32 hexadecimal digits.
  let traceID: String
  /// Our own part of it: 16 hexadecimal digits.
  let spanID: String
  /// The part of it that called us; nil when the trace begins here.
  let parentID: String?
  /// Two hexadecimal digits.
  let flags: String

  /// Goes on with the trace of a request, or begins one where there is none, or where the field is malformed or there
  /// are several, as the recommendation says.
  init(continuing fields: [String]) {
    spanID = Hexadecimal.random(words: 1)
    if fields.count == 1, let parent = Self.parse(fields[0]) {
      (traceID, parentID, flags) = parent
    } else {
      (traceID, parentID, flags) = (Hexadecimal.random(words: 2), nil, "00")
    }
  }

  var header: String { "00-\(traceID)-\(spanID)-\(flags)" }

  private static func parse(_ field: String) -> (traceID: String, parentID: String?, flags: String)? {
    let parts = field.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, Hexadecimal.isLowerCase(parts[0], digits: 2), parts[0] != "ff" else { return nil }
    // Later versions may have more parts.
    guard parts.count == 4 || parts[0] != "00" else { return nil }
    guard Hexadecimal.isLowerCase(parts[1], digits: 32), parts[1].contains(where: { $0 != "0" }),
      Hexadecimal.isLowerCase(parts[2], digits: 16), parts[2].contains(where: { $0 != "0" }),
      Hexadecimal.isLowerCase(parts[3], digits: 2)
    else { return nil }
    // Of the flags of other versions only the one for sampling is known.
    return (String(parts[1]), String(parts[2]), parts[0] == "00" ? String(parts[3]) : sampled(parts[3]))
  }

  private static func sampled(_ flags: Substring) -> String {
    (Int(flags, radix: 16) ?? 0) & 1 == 1 ? "01" : "00"
  }
}
