/// How strings under way can end.
extension StringAutomaton {
  /// A way out of the code point that is being read: what may follow it, and the bytes that it still takes.
  package struct Continuation: Hashable {
    package let label: Int32
    package let rest: RegexID
    package let bytes: Int32
  }

  /// The ways out of the code point that is being read; between code points the choices themselves.
  package mutating func continuations(of id: StringStateID) throws(AutomatonError) -> [Continuation] {
    if let known = continuations[Int(id.index)] { return known }
    let state = states[Int(id.index)]
    var found: [Continuation] = []
    for choice in state.choices {
      switch state.phase {
      case .body: found.append(Continuation(label: choice.label, rest: choice.rest, bytes: 0))
      case .tail(let missing):
        found.append(Continuation(label: choice.label, rest: choice.rest, bytes: Int32(missing)))
      case .sequence(let missing, _):
        try collect(choice, targets(of: state.phase), bytes: Int32(missing), into: &found)
      case .escape:
        let short = "\"\\bfnrt".utf8.map { JSONCharacter.shortEscape($0)! } + (escapes == .all ? [0x2F] : [])
        try collect(choice, short.map { $0...$0 }, bytes: 1, into: &found)
        let long = targets(of: .unicode(digits: 0, value: 0, high: 0))
        try collect(choice, long.filter { $0.lowerBound < 0x10000 }, bytes: 5, into: &found)
        try collect(choice, long.filter { $0.lowerBound >= 0x10000 }, bytes: 11, into: &found)
      case .unicode(let digits, _, let high):
        let targets = targets(of: state.phase)
        let missing = 4 - Int32(digits)
        try collect(choice, targets.filter { high > 0 || $0.lowerBound < 0x10000 }, bytes: missing, into: &found)
        try collect(
          choice, targets.filter { high == 0 && $0.lowerBound >= 0x10000 }, bytes: missing + 6, into: &found)
      case .lowSurrogate(_, let atLetter):
        try collect(choice, targets(of: state.phase), bytes: atLetter ? 5 : 6, into: &found)
      }
    }
    continuations[Int(id.index)] = found
    return found
  }

  private mutating func collect(
    _ choice: StringChoice, _ targets: [ClosedRange<UInt32>], bytes: Int32, into found: inout [Continuation]
  ) throws(AutomatonError) {
    let starts = regex.classes(of: choice.rest)
    for target in targets {
      var index = RegexAlgebra.classIndex(of: target.lowerBound, in: starts)
      while index < starts.count, starts[index] <= target.upperBound {
        let upper = min(index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF, target.upperBound)
        if let member = RegexAlgebra.cheapestMember(from: max(starts[index], target.lowerBound), through: upper) {
          let rest = regex.derivative(choice.rest, class: index, representative: member)
          let continuation = Continuation(label: choice.label, rest: rest, bytes: bytes)
          if !found.contains(continuation), try regex.isInhabited(rest) {
            found.append(continuation)
          }
        }
        index += 1
      }
    }
  }

  /// Bytes of the cheapest end of the string, the closing quote included, whichever choice it serves.
  package mutating func closingCost(_ id: StringStateID) throws(AutomatonError) -> Int32 {
    var least = RegexAlgebra.unreachable
    let isOpen = !isBetweenCodePoints(id)
    for continuation in try continuations(of: id) {
      let rest = try regex.completionCost(of: continuation.rest, isOpen: isOpen)
      least = min(least, RegexAlgebra.sum(rest, continuation.bytes + 1))
    }
    return least
  }
}
