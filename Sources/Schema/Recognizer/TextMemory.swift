/// Bytes of a document so far that an automaton's state does not hold and will be read again.
package enum TextMemory: Sendable {
  case none
  /// The string under way: a property name, or a text of which a predicate decides.
  case string
  /// The document, where the text of an array's item will be compared.
  case document
}
