import Automata

/// Stacks that the next few tokens can't tell apart.
///
/// A member that has come changes the frame of its object for good, and what follows it mostly looks the same: another
/// member, or the end of the object. What is known of one such state holds for all of them.
extension SchemaAutomaton {
  /// What tokens see of a stack cell, as long as they complete no property name of its object.
  struct StackView: InternedKey {
    /// The formulas that the value to come may satisfy; `openValue` where the value has begun, and its lexeme says what
    /// it can be; `noValue` for a container under way.
    let value: Int32
    /// How the object goes on behind a comma: whether members may come, and whether they may have any name.
    let members: Members
    /// The state behind the object's end, nil where it can't end. Its stack is the first of its twins.
    let behind: RecognizerState?
    /// Containers that are open, where these are limited.
    let depth: Int32

    enum Members: Int32 {
      /// No object is open: the document is complete.
      case end
      case none
      case some
      case any
    }

    static let openValue: Int32 = -1
    static let noValue: Int32 = -2

    func mix(into mixer: inout KeyMixer) {
      mixer.add(value, members.rawValue)
      mixer.add(behind?.lexeme ?? -1, behind?.stack ?? -2)
      mixer.add(depth)
    }
  }

  /// Ends of objects that are looked at, one around the other.
  private static let lookedAt = 16

  /// The first state met whose next tokens are the same, see `StackView`; the state itself where it is not known.
  mutating func twin(_ state: RecognizerState) throws(SchemaError) -> RecognizerState {
    guard state.stack >= 0 else { return state }
    switch state.kind {
    case .value, .colon:
      let stack = try twin(ofPending: state.stack, isOpen: false, Self.lookedAt)
      return RecognizerState(lexeme: state.lexeme, stack: stack)
    case .string, .number, .literal:
      return RecognizerState(lexeme: state.lexeme, stack: try twin(ofPending: state.stack, isOpen: true, Self.lookedAt))
    case .objectStart, .member, .afterValue:
      return RecognizerState(lexeme: state.lexeme, stack: try twin(ofFrame: state.stack, Self.lookedAt))
    case .arrayStart, .key: return state
    }
  }

  /// The cell of the object that a cell belongs to: itself, or that which goes on when its value has ended.
  mutating func ownObject(_ stack: Int32) -> Int32 {
    switch cells[Int(stack)].content {
    case .frame: return stack
    case .pending(let pending):
      let continuation = pendings[Int(pending.index)][0].continuation
      return continuation == .done ? -1 : push(.frame(continuation), on: cells[Int(stack)].parent)
    }
  }

  private mutating func twin(ofPending cell: Int32, isOpen: Bool, _ levels: Int) throws(SchemaError) -> Int32 {
    let known = isOpen ? twins[Int(cell)].open : twins[Int(cell)].closed
    if known >= 0 { return known }
    let pending = Int(pending(cell).index)
    var result = cell
    if pendings[pending].count == 1, !captures[Int(cell)] {
      let continuation = pendings[pending][0].continuation
      let value = isOpen ? StackView.openValue : formulaLists[pending]
      if continuation == .done {
        result = first(cell, StackView(value: value, members: .end, behind: nil, depth: 0))
      } else {
        let own = push(.frame(continuation), on: cells[Int(cell)].parent)
        if let view = try view(ofFrame: own, value, levels) { result = first(cell, view) }
      }
    }
    if isOpen { twins[Int(cell)].open = result } else { twins[Int(cell)].closed = result }
    return result
  }

  private mutating func twin(ofFrame cell: Int32, _ levels: Int) throws(SchemaError) -> Int32 {
    let known = twins[Int(cell)].closed
    if known >= 0 { return known }
    if levels == 0 { return cell }
    let view = try view(ofFrame: cell, StackView.noValue, levels)
    let result = view.map { first(cell, $0) } ?? cell
    twins[Int(cell)].closed = result
    return result
  }

  private mutating func first(_ cell: Int32, _ view: StackView) -> Int32 {
    if let known = twinIDs[view] { return known }
    twinIDs[view] = cell
    return cell
  }

  /// - Returns: nil for arrays, and for objects whose members ask for more than their names.
  private mutating func view(
    ofFrame cell: Int32, _ value: Int32, _ levels: Int
  ) throws(SchemaError) -> StackView? {
    let id = frame(cell)
    guard case .object(let object) = frames[Int(id.index)], !captures[Int(cell)] else { return nil }
    let choices = try keyChoices(id)
    var members = choices.isEmpty ? StackView.Members.none : .some
    if openNames[id]! { members = .any }
    // Which names of a class have come is not known.
    if members == .some, object.seen.first?.isClass == true { return nil }
    let labels = closingLabels(of: id)
    var behind: RecognizerState?
    if !labels.isEmpty, let after = try complete(cells[Int(cell)].parent, labels, end: 0) {
      behind = after
      if after.stack >= 0 {
        behind = RecognizerState(lexeme: after.lexeme, stack: try twin(ofFrame: after.stack, levels - 1))
      }
    }
    let depth = space.options.maximumDepth == nil ? 0 : depths[Int(cell)]
    return StackView(value: value, members: members, behind: behind, depth: depth)
  }
}
