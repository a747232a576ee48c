package import Automata
import JSON

/// An interned property name. Below zero: any name that no condition names, by which patterns it matches.
package struct KeyID: InternedKey, Sendable, Comparable {
  package let index: Int32

  /// Whether this stands for a name that no condition names.
  var isClass: Bool { index < 0 }

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }

  package func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// Property names by id, with what each costs to write.
struct KeyTable {
  private(set) var names: ContiguousArray<ExactString> = []
  /// Bytes of the name as a JSON string, quotes included.
  private(set) var costs: ContiguousArray<Int32> = []
  /// Their code points; empty before they are asked for.
  private var codePoints: ContiguousArray<[UInt32]> = []
  private var ids: [ExactString: KeyID] = [:]
  private var classes: ContiguousArray<[RegexID]> = []
  private var classIDs: [[RegexID]: KeyID] = [:]
  private var matches: [KeyMatch: Bool] = [:]

  private struct KeyMatch: InternedKey {
    let key: KeyID
    let pattern: RegexID

    func mix(into mixer: inout KeyMixer) { mixer.add(key.index, pattern.index) }
  }

  mutating func id(of name: ExactString) -> KeyID {
    if let id = ids[name] { return id }
    let id = KeyID(index: Int32(names.count))
    names.append(name)
    codePoints.append([])
    costs.append(Int32(clamping: JSONWriter.quote(name.text).utf8.count))
    ids[name] = id
    return id
  }

  /// The id of a name that has one.
  func known(_ name: ExactString) -> KeyID? { ids[name] }

  /// The class of names that match exactly these patterns, sorted, of all that conditions ask about.
  mutating func classID(matching patterns: [RegexID]) -> KeyID {
    if let id = classIDs[patterns] { return id }
    let id = KeyID(index: Int32(-1 - classes.count))
    classes.append(patterns)
    classIDs[patterns] = id
    return id
  }

  /// Whether a name is in a language.
  mutating func matches(_ key: KeyID, _ pattern: RegexID, in regex: inout RegexAlgebra) -> Bool {
    if key.isClass { return classes[Int(-1 - key.index)].contains(pattern) }
    let match = KeyMatch(key: key, pattern: pattern)
    if let known = matches[match] { return known }
    var rest = pattern
    for scalar in name(key).text.unicodeScalars { rest = regex.derivative(rest, by: scalar.value) }
    let result = regex.accepts(name(key).text, endingAt: rest)
    matches[match] = result
    return result
  }

  func name(_ id: KeyID) -> ExactString { names[Int(id.index)] }
  mutating func codePoints(_ id: KeyID) -> [UInt32] {
    if codePoints[Int(id.index)].isEmpty {
      codePoints[Int(id.index)] = RegexAlgebra.codePoints(of: name(id).text)
    }
    return codePoints[Int(id.index)]
  }
  func cost(_ id: KeyID) -> Int32 { costs[Int(id.index)] }
}

extension [KeyID] {
  /// The first place in a sorted list whose key is not below this one.
  func sortedPlace(of key: KeyID) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a sorted list has the key.
  func containsSorted(_ key: KeyID) -> Bool {
    let place = sortedPlace(of: key)
    return place < count && self[place] == key
  }
}
