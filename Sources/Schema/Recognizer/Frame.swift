import Automata

/// An interned record of an array or object under way.
struct FrameID: InternedID {
  let index: Int32

  func mix(into mixer: inout KeyMixer) { mixer.add(index) }

  /// The document's value is complete.
  static let done = FrameID(index: 0)
}

/// A condition that the container may meet, and the label of it in the value that it is.
struct FrameEntry: InternedKey {
  let label: Int32
  let residual: ResidualID

  func mix(into mixer: inout KeyMixer) { mixer.add(label, residual.index) }
}

enum Frame: InternedKey {
  case done
  case object(ObjectFrame)
  case array(ArrayFrame)

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .done: mixer.add(0)
    case .object(let frame):
      mixer.add(frame.last, frame.order)
      mixer.add(frame.entries)
      mixer.add(frame.seen)
    case .array(let frame):
      mixer.add(frame.count, frame.horizon)
      mixer.add(frame.entries)
    }
  }
}

/// Facts about the members so far are the same for all entries: it is one document.
struct ObjectFrame: Hashable {
  var entries: [FrameEntry]
  /// Sorted. While viability is asked, a class of names may stand for one of them.
  var seen: [KeyID]
  /// Position in the order of the last key; -1 at the start.
  var last: Int32
  /// The keys that the conditions name, by index.
  var order: Int32
}

struct ArrayFrame: Hashable {
  var entries: [FrameEntry]
  /// Items so far; saturates where no condition can tell more apart.
  var count: Int32
  /// Where `count` saturates.
  var horizon: Int32
}

/// An interned value to come: what it may satisfy, and how the container goes on when it does.
struct PendingID: InternedKey {
  let index: Int32

  func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

struct PendingEntry: InternedKey {
  let formula: FormulaID
  let continuation: FrameID

  func mix(into mixer: inout KeyMixer) { mixer.add(formula.index, continuation.index) }
}

/// A stack cell.
struct StackCell: InternedKey {
  enum Content: Hashable {
    case frame(FrameID)
    case pending(PendingID)
  }

  let content: Content
  let parent: Int32

  func mix(into mixer: inout KeyMixer) {
    switch content {
    case .frame(let frame): mixer.add(frame.index &<< 1, parent)
    case .pending(let pending): mixer.add(pending.index &<< 1 | 1, parent)
    }
  }
}
