import Automata

/// What masks of one vocabulary have shown of an automaton's states, so that states with much in common share it.
package struct SliceMemo {
  /// The shapes of a structural place that a state lets through.
  struct Passage {
    struct Hit {
      let shape: Int32
      /// Behind the shape.
      let state: RecognizerState
      /// Whether the shape ends in a name of the object that the passage belongs to, see `SchemaAutomaton.ownObject`.
      let isOwnName: Bool
    }

    var hits: [Hit] = []
    /// Bit i of word i/64 for shape i.
    private(set) var words: [UInt64]
    /// Shapes that what stands before them decides, beside the state: the text of an array's item that ends inside, or
    /// the property name that a class stands for.
    var undecided: [Int32] = []
    /// Shapes that go on behind the quote of a name of the own object: these are asked of each state by itself.
    var naming: [Int32] = []
    /// The nodes of these.
    var names: [NameNodes] = []

    init(shapes: Int) { words = Array(repeating: 0, count: shapes / 64 + 1) }

    mutating func add(_ shape: Int32, behind state: RecognizerState, isOwnName: Bool) {
      hits.append(Hit(shape: shape, state: state, isOwnName: isOwnName))
      words[Int(shape) &>> 6] |= 1 &<< UInt64(shape & 63)
    }

    func allows(_ shape: Int32) -> Bool { words[Int(shape) &>> 6] &>> UInt64(shape & 63) & 1 == 1 }
  }

  /// A passage that states which look alike have in common.
  final class Known {
    let passage: Passage
    /// Whether only some names may come in the own object, so that it matters which.
    let isNarrow: Bool

    init(_ passage: Passage, isNarrow: Bool = false) {
      self.passage = passage
      self.isNarrow = isNarrow
    }

    /// Of the passage, without a copy of its arrays' references.
    func allows(_ shape: Int32) -> Bool { passage.allows(shape) }

    /// Whether more than the state decides about the shape.
    func asksMore(of shape: Int32) -> Bool { passage.undecided.contains(shape) || passage.naming.contains(shape) }

    /// Whether the tokens that end a string before it are the same for all of these states.
    func isShared(_ closings: StringClosings) -> Bool {
      if !passage.undecided.isEmpty || passage.naming.contains(where: { closings.hasShape($0) }) { return false }
      guard isNarrow else { return true }
      return !closings.opening.contains { item in
        passage.hits.contains { $0.isOwnName && $0.shape == item.shape }
      }
    }
  }

  /// A passage as it is for one of the states that look alike.
  struct SharedPassage {
    let known: Known
    /// The state of own names; nil where it is that of the hits.
    var ownNames: StringStateID?

    var passage: Passage { known.passage }

    /// The string that is open behind a shape.
    func string(behind hit: Passage.Hit) -> StringStateID {
      hit.isOwnName ? ownNames ?? StringStateID(index: hit.state.payload) : StringStateID(index: hit.state.payload)
    }

    func string(behind shape: Int32) -> StringStateID { string(behind: passage.hits.first { $0.shape == shape }!) }
  }

  /// The nodes of a tree of shapes behind the quote that opens a name.
  struct NameNodes {
    let nodes: Range<Int>
    /// The bytes before them.
    let prefix: [UInt8]
  }

  /// States with the same tokens, as long as these complete no name that conditions name.
  struct NamingState: InternedKey {
    let twin: RecognizerState
    /// The state behind the quote that opens a name.
    let names: Int32
    /// The first state that looks like the one behind a name of the only class there is; nil where there is none.
    let behind: RecognizerState?

    func mix(into mixer: inout KeyMixer) {
      twin.mix(into: &mixer)
      mixer.add(names)
      mixer.add(behind?.lexeme ?? -1, behind?.stack ?? -1)
    }
  }

  /// Names that may be of some classes, and the first state that looks like the one behind the name of each; nil where a
  /// class has none that may stand.
  struct NameClasses: Hashable {
    let string: StringStateID
    let behind: [RecognizerState?]
  }

  /// Masks of the tokens that stay in a string, by the languages that the string may be in.
  var bodies: [[RegexID]: ContiguousArray<UInt32>] = [:]
  /// By state, for those that are asked what their tokens cost.
  var passages: [RecognizerState: Passage] = [:]
  /// By the first state of those that look alike, see `SchemaAutomaton.twin`.
  var sharedPassages: [RecognizerState: Known] = [:]
  /// Masks of all states that look alike, by the first of them.
  var masks: [RecognizerState: ContiguousArray<UInt32>] = [:]
  var namingMasks: [NamingState: ContiguousArray<UInt32>] = [:]
  /// Masks inside strings that may be any text, by the state behind them.
  var freeMasks: [RecognizerState: ContiguousArray<UInt32>] = [:]

  /// Masks inside of names that conditions do not name, where these are not all texts but a few.
  var classMasks: [NameClasses: ContiguousArray<UInt32>] = [:]

  /// Bytes that all this takes, as an estimate.
  package var footprint: Int {
    let maskCount = bodies.count + masks.count + namingMasks.count + freeMasks.count + classMasks.count
    let words = masks.first?.value.count ?? bodies.first?.value.count ?? freeMasks.first?.value.count ?? 0
    return maskCount * (words * 4 + 128) + (passages.count + sharedPassages.count) * 512
  }

  package init() {}
}
