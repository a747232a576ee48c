import Automata

/// What masks of one vocabulary have shown of an automaton's states, so that states with much in common share it.
package struct SliceMemo {
  /// The shapes of a structural place that a state lets through.
  struct Passage {
    struct Hit {
      let shape: Int32
      /// Behind the shape.
      let state: RecognizerState
    }

    var hits: [Hit] = []
    /// Bit i of word i/64 for shape i.
    var words: [UInt64] = []
    /// Shapes that what stands before them decides, beside the state: the text of an array's item that ends inside, or
    /// the property name that a class stands for.
    var undecided: [Int32] = []

    mutating func add(_ shape: Int32, behind state: RecognizerState) {
      hits.append(Hit(shape: shape, state: state))
      words[Int(shape) &>> 6] |= 1 &<< UInt64(shape & 63)
    }

    func allows(_ shape: Int32) -> Bool { words[Int(shape) &>> 6] &>> UInt64(shape & 63) & 1 == 1 }
  }

  /// Masks of the tokens that stay in a string, by the languages that the string may be in.
  var bodies: [[RegexID]: ContiguousArray<UInt32>] = [:]
  var passages: [RecognizerState: Passage] = [:]
  /// What `StringAutomaton.freeText` says of property names under way; nil where it says nothing.
  var freeNames: [StringStateID: FreeName?] = [:]

  /// Names of one class that may come, but for a few.
  struct FreeName {
    let label: Int32
    /// What tokens have before the quote that can complete one of the few.
    let apart: [Int]
  }

  /// Bytes that all this takes, as an estimate.
  package var footprint: Int {
    bodies.count * ((bodies.first?.value.count ?? 0) * 4 + 128) + passages.count * 512 + freeNames.count * 96
  }

  package init() {}
}
