import Synchronization

/// The properties that `\p{…}` may name (ECMA-262 §22.2.1, tables 67 to 70), from the standard library's Unicode data.
package enum UnicodeProperty {
  /// The scalars of a script under its long name.
  ///
  /// - Precondition: there is such a script.
  package static func script(_ name: String) -> CodePointSet { known("Script=" + name) }

  /// The scalars of a Bidi_Class under its short name.
  ///
  /// - Precondition: there is such a class.
  package static func bidiClass(_ name: String) -> CodePointSet {
    guard let set = PCREProperty.set("bc:" + name) else { preconditionFailure("no Bidi_Class \(name)") }
    return set
  }

  private static func known(_ text: String) -> CodePointSet {
    guard let set = set(text) else { preconditionFailure("no property \(text)") }
    return set
  }

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
    switch parts[0] {
    case "General_Category", "gc": return GeneralCategoryNames.set(parts[1])
    case "Script", "sc": return ScriptNames.all.contains(parts[1]) ? PCREProperty.set("sc:" + parts[1]) : nil
    case "Script_Extensions", "scx":
      return ScriptNames.all.contains(parts[1]) ? PCREProperty.set("scx:" + parts[1]) : nil
    default: return nil
    }
  }

  /// Everything that may stand between the braces, in the order of the bytes.
  static let names: [String] = {
    var names = GeneralCategoryNames.all + BinaryPropertyNames.all
    names += ["General_Category=", "gc="].flatMap { name in GeneralCategoryNames.all.map { name + $0 } }
    names += ["Script=", "sc=", "Script_Extensions=", "scx="].flatMap { name in ScriptNames.all.map { name + $0 } }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }()
}
