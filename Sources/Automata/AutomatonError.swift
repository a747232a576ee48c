/// Why an automaton can't say what was asked of it.
package enum AutomatonError: Error, Sendable, Hashable {
  /// What the fuel was spent on.
  package enum Question: String, Sendable, Hashable {
    case emptiness
    case alternatives
  }

  /// A pattern's construct has no exact automaton here.
  case unsupported(PatternConstruct)
  /// The search for an answer opened more states than the limit allows.
  case fuelExhausted(Question)
  /// The question as a whole used more than it may.
  case limit(WorkLimit)
}

extension AutomatonError: CustomStringConvertible {
  /// What it was about, in a word or two.
  package var subject: String {
    switch self {
    case .unsupported(let construct): construct.rawValue
    case .fuelExhausted(let question): question.rawValue
    case .limit: "the schema"
    }
  }

  package var description: String {
    switch self {
    case .unsupported(let construct): "\(construct.rawValue) has no finite automaton here"
    case .fuelExhausted(let question): "the question of \(question.rawValue) took too many steps"
    case .limit(let limit): "\(limit)"
    }
  }
}

/// Constructs of regular expressions that have no finite automaton, or none here.
package enum PatternConstruct: String, Sendable, Hashable {
  case backreference
  case lookbehind
  case assertionInLongRepetition = "assertion inside a repetition of more than 1,024 turns"
  case manyOptionalParts = "more than 1,024 parts in a row that may be empty"
}
