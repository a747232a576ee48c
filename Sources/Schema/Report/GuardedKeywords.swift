import JSON

/// Keywords of which a predicate on a whole text decides: masks let through what is sure to break them only where a
/// token is taken, so that the decoder may have to choose another.
///
/// All others are tracked by the masks. `uniqueItems`, too: an item that is under way is told apart from the earlier
/// ones as it is written, arrays and objects included.
enum GuardedKeywords {
  static func isGuarded(_ member: JSONObject.Member) -> Bool {
    guard member.key == "format", let name = member.value.stringValue else { return false }
    return StringFormat(rawValue: name).map(FormatFamily.isGuarded) ?? false
  }
}
