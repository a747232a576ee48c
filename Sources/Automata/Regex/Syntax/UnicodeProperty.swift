import Synchronization

/// The properties that `\p{…}` may name (ECMA-262 §22.2.1, tables 67 to 70), from the standard library's Unicode data.
enum UnicodeProperty {
  /// What stands between the braces, `Lu`, `Script=Greek` or `Alphabetic`; nil when there is no such property.
  static func set(_ text: String) -> CodePointSet? {
    if let known = cache.withLock({ $0[text] }) { return known }
    guard let set = compute(text) else { return nil }
    cache.withLock { $0[text] = set }
    return set
  }

  /// Only names that exist get in, so it holds at most a few hundred sets.
  private static let cache = Mutex<[String: CodePointSet]>([:])

  private static func compute(_ text: String) -> CodePointSet? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      return GeneralCategoryNames.set(text) ?? BinaryPropertyNames.set(text)
    }
    return switch parts[0] {
    case "General_Category", "gc": GeneralCategoryNames.set(parts[1])
    case "Script", "sc": PCREProperty.set("sc:" + parts[1])
    case "Script_Extensions", "scx": PCREProperty.set("scx:" + parts[1])
    default: nil
    }
  }
}
