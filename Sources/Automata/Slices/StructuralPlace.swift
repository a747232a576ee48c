/// A place in a JSON text outside of strings. At each of them only a few tokens of a vocabulary can come.
package enum StructuralPlace: Int, CaseIterable, Sendable {
  /// A value is to come.
  case value
  /// Behind `{`.
  case objectStart
  /// Behind a comma in an object.
  case member
  /// Behind a property name.
  case colon
  /// Behind a value.
  case afterValue
  /// Behind `[`.
  case arrayStart
  /// Inside a number.
  case number
  /// Inside `null`, `true` or `false`.
  case literal
}

/// Several places that a text may be at, as far as it has been read without its stack.
struct StructuralPlaces: OptionSet {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }
  init(_ place: StructuralPlace) { rawValue = 1 << UInt8(place.rawValue) }

  static let value = Self(.value)
  static let objectStart = Self(.objectStart)
  static let member = Self(.member)
  static let colon = Self(.colon)
  static let afterValue = Self(.afterValue)
  static let arrayStart = Self(.arrayStart)
  static let number = Self(.number)
  static let literal = Self(.literal)
}
