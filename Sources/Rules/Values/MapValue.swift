package import JSON

/// A map that keeps the order in which its entries were written.
package struct MapValue: Sendable {
  package struct Entry: Sendable {
    package let key: Value
    package let value: Value
  }

  package private(set) var entries: [Entry] = []
  private var places: [MapKey: Int] = [:]

  package init() {}

  /// An object's members as they are.
  init(_ object: JSONObject) {
    for member in object.members {
      places[.string(member.key)] = entries.count
      entries.append(Entry(key: .string(member.key), value: Value(member.value)))
    }
  }

  package var count: Int { entries.count }

  /// Adds an entry.
  ///
  /// - Throws: `unsupportedKey`, `repeatedKey`.
  package mutating func append(_ key: Value, _ value: Value) throws(EvaluationProblem) {
    guard let place = MapKey(writing: key) else { throw .unsupportedKey(type: key.typeName) }
    guard places.updateValue(entries.count, forKey: place) == nil else { throw .repeatedKey(key.shortDescription) }
    entries.append(Entry(key: key, value: value))
  }

  /// The value under a numerically equal key.
  package subscript(key: Value) -> Value? {
    guard let key = MapKey(lookingUp: key), let place = places[key] else { return nil }
    return entries[place].value
  }

  package subscript(field name: ExactString) -> Value? { places[.string(name)].map { entries[$0].value } }
}
