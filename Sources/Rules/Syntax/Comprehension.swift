/// A macro that goes over the elements of a list or the entries of a map.
package struct Comprehension: Sendable {
  package enum Purpose: Sendable, Hashable {
    /// `all`: a conjunction that a false element decides, whatever fails beside it.
    case all
    /// `exists`: a disjunction that a true element decides.
    case exists
    /// `exists_one`: exactly one element holds; an error is an error.
    case existsOne
    /// `map`, `filter` and `transformList`: a list.
    case list
    /// `transformMap`: a map with the same keys.
    case map
    /// `transformMapEntry`: a map of the entries of the maps that the body gives.
    case mapEntries
  }

  let purpose: Purpose
  let range: Expression
  /// One name (element, or key of a map) or two (index and element, or key and value).
  let names: [String]
  /// Elements for which this is false are left out.
  let filter: Expression?
  /// Nil for `filter`, which gives the elements themselves.
  let body: Expression?
}
