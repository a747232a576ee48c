import JSON

/// Keywords whose verdict waits for the end of a value, so that the decoder may have to take tokens back.
enum GuardedKeywords {
  /// The masks track all that they enforce. `uniqueItems`, too: an item that is under way is told apart from the earlier
  /// ones as it is written, arrays and objects included.
  private static let drafts: [ExactString: ClosedRange<Draft>] = [:]

  static func isGuarded(_ member: JSONObject.Member, in draft: Draft) -> Bool {
    drafts[member.key]?.contains(draft) == true
  }
}
