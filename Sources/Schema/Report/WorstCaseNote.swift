/// A part of a schema that can make compiling it or computing its masks expensive, or its documents long.
public struct WorstCaseNote: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A `oneOf` of so many branches, each of which excludes the others.
    case manyBranches(Int)
    /// Alternatives inside alternatives, so many levels deep.
    case nestedAlternatives(Int)
    /// A pattern with a repetition of so many times.
    case largeRepetition(Int)
    /// References lead back here: documents nest without a bound of the schema's own.
    case recursion
    /// `uniqueItems` over so many items (nil: without a bound); every item is compared with all before it.
    case largeUniqueArray(Int?)
    /// An `enum` of so many values.
    case largeEnum(Int)
    /// Schemas nested so many levels deep.
    case deepNesting(Int)
  }

  public let location: SchemaLocation
  public let kind: Kind

  /// A stable name of the kind.
  public var code: String {
    switch kind {
    case .manyBranches: "many-branches"
    case .nestedAlternatives: "nested-alternatives"
    case .largeRepetition: "large-repetition"
    case .recursion: "recursion"
    case .largeUniqueArray: "large-unique-array"
    case .largeEnum: "large-enum"
    case .deepNesting: "deep-nesting"
    }
  }

  public var message: String {
    switch kind {
    case .manyBranches(let count): "\(count) branches, each of which has to exclude all others"
    case .nestedAlternatives(let levels): "alternatives inside alternatives, \(levels) levels deep, may multiply"
    case .largeRepetition(let count): "the pattern repeats something \(count) times"
    case .recursion: "references lead back here, so documents may nest without end; generation stops at 64 levels"
    case .largeUniqueArray(let count?): "each of \(count) items is compared with all before it"
    case .largeUniqueArray(nil): "each item is compared with all before it, and nothing bounds their number"
    case .largeEnum(let count): "\(count) values"
    case .deepNesting(let levels): "schemas nest \(levels) levels deep"
    }
  }
}
