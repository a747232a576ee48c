/// Simple case folding, as ECMA-262's Canonicalize uses it for `u` and `i`.
enum CaseFolding {
  /// `set` and all scalars that differ from a member by case only.
  static func closure(of set: CodePointSet) -> CodePointSet {
    var added: [ClosedRange<UInt32>] = []
    for members in classes where members.contains(where: set.contains) {
      added += members.map { $0...$0 }
    }
    return set.union(CodePointSet(added))
  }

  /// Scalars that are one another's case variants, in groups of two or more.
  ///
  /// Derived from the one-scalar upper and lower case mappings of the standard library's Unicode data. Simple folding is
  /// the equivalence that they span, but for U+0131, whose upper case is I and which folds to itself.
  private static let classes: [[UInt32]] = {
    var root: [UInt32: UInt32] = [:]
    func find(_ value: UInt32) -> UInt32 {
      var value = value
      while let parent = root[value], parent != value { value = parent }
      return value
    }
    let dotlessI: UInt32 = 0x131
    for value in UInt32(0)...0x1FFFF where value != dotlessI {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isCased || scalar.properties.changesWhenCaseMapped
      else { continue }
      for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        guard mapping.unicodeScalars.count == 1, let other = mapping.unicodeScalars.first, other != scalar else {
          continue
        }
        let first = find(value)
        let second = find(other.value)
        root[value, default: value] = first
        root[other.value, default: other.value] = second
        root[max(first, second)] = min(first, second)
        root[min(first, second)] = min(first, second)
      }
    }
    return Dictionary(grouping: root.keys, by: find).values.filter { $0.count > 1 }.map { $0.sorted() }
  }()
}
