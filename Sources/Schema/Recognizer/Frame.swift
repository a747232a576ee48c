/// An interned record of an array or object under way.
struct FrameID: Hashable {
  let index: Int32

  /// The document's value is complete.
  static let done = FrameID(index: 0)
}

/// A condition that the container may meet, and the label of it in the value that it is.
struct FrameEntry: Hashable {
  let label: Int32
  let residual: ResidualID
}

enum Frame: Hashable {
  case done
  case object(ObjectFrame)
  case array(ArrayFrame)
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
struct PendingID: Hashable {
  let index: Int32
}

struct PendingEntry: Hashable {
  let formula: FormulaID
  let continuation: FrameID
}

/// A stack cell.
struct StackCell: Hashable {
  enum Content: Hashable {
    case frame(FrameID)
    case pending(PendingID)
  }

  let content: Content
  let parent: Int32
}
