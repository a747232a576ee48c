package import Automata

/// Choices that the schema leaves open. They bound how a document may be written, never what it may say.
package struct RecognizerOptions: Hashable, Sendable {
  /// Whitespace between tokens of the document.
  package enum Whitespace: Hashable, Sendable {
    /// None, or up to `maximum` bytes at each place where RFC 8259 allows some.
    case bounded(maximum: UInt8)
    /// Any amount.
    case any
  }

  /// The order of an object's members.
  package enum PropertyOrder: String, Hashable, Sendable {
    /// As in `properties`, then other required ones, then additional ones.
    case declared
    case any
  }

  package var whitespace: Whitespace
  package var propertyOrder: PropertyOrder
  package var escapes: StringAutomaton.Escapes
  package var numbers: NumberForm
  /// Open containers from which on arrays and objects take nothing that the schema does not ask for, so that a model
  /// cannot nest without end. Nil: no bound.
  package var maximumDepth: Int?
  /// Whether a token may be taken back that a mask allowed. Without that, masks leave out what a predicate on a whole
  /// text would have to decide, see `GuardedKeywords`: they stay right, and are stricter than the schema.
  package var guards = true
  /// What compiling, and every later question, may use.
  package var limits: WorkLimits = .standard

  package init(
    whitespace: Whitespace, propertyOrder: PropertyOrder, escapes: StringAutomaton.Escapes, numbers: NumberForm,
    maximumDepth: Int?
  ) {
    self.maximumDepth = maximumDepth
    self.whitespace = whitespace
    self.propertyOrder = propertyOrder
    self.escapes = escapes
    self.numbers = numbers
  }

  /// For generation: compact, in declared order, plain numbers, no needless escapes.
  package static let generation = RecognizerOptions(
    whitespace: .bounded(maximum: 0), propertyOrder: .declared, escapes: .needed, numbers: .plain,
    maximumDepth: 64)

  /// Every text of RFC 8259 whose value is valid.
  package static let acceptance = RecognizerOptions(
    whitespace: .any, propertyOrder: .any, escapes: .all, numbers: .any, maximumDepth: nil)
}
