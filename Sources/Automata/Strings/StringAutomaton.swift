/// A lazily built byte automaton of JSON string bodies: from behind the opening quote to the closing one.
///
/// A state is a set of labelled languages over code points (several where alternatives are open) and a phase of the
/// encoding: UTF-8, escapes, surrogate pairs. Languages that became empty are dropped, so a state that exists can
/// always reach a closing quote.
public struct StringAutomaton: ~Copyable {
  /// Which escapes a string may use.
  package enum Escapes: Sendable, Hashable {
    /// Only where JSON demands one, in its short form where there is one.
    case needed
    /// Every escape of RFC 8259.
    case all
  }

  struct State: InternedKey {
    var choices: [StringChoice]
    var phase: StringPhase

    func mix(into mixer: inout KeyMixer) {
      mixer.add(choices)
      mixer.add(phase == .body ? 0 : phase.hashValue)
    }
  }

  /// Results of a step other than a state.
  package static let dead: Int32 = -1
  package static let closed: Int32 = -2
  package static let unknown: Int32 = -3

  package var regex: RegexAlgebra
  package let escapes: Escapes
  private(set) var states: ContiguousArray<State> = []
  private var ids: [State: StringStateID] = [:]
  /// 256 results a state.
  @usableFromInline var rows: ContiguousArray<Int32> = []
  /// A result for each of `FoldedTokens.Fold` a state.
  var foldedRows: ContiguousArray<Int32> = []
  /// Whether a state's bytes are known as far as that comes cheap, see `fillRow`.
  private var filling: ContiguousArray<Filling> = []
  /// By state, the index of the labels that hold at its closing quote; -1 while unknown.
  private var closingLabels: ContiguousArray<Int32> = []
  private var labelSets: ContiguousArray<[Int32]> = []
  /// What `largestClosing` found.
  var largestClosings: [RegexID: Int32] = [:]
  /// By state, what `unlimited` found; -1 while unknown.
  var unlimitedStates: ContiguousArray<Int32> = []
  /// What `farthest` found; nil for languages that were met once.
  var farthestEnds: [RegexID: Int?] = [:]
  /// By state, what `shortestEnd` found; -1 while unknown.
  var shortestEnds: ContiguousArray<Int32> = []
  var continuations: ContiguousArray<[Continuation]?> = []
  /// By state, what `leap` found.
  var leaps: ContiguousArray<[Leap]> = []

  package init(escapes: Escapes, limits: WorkLimits = .none) {
    self.escapes = escapes
    regex = RegexAlgebra(limits: limits)
  }

  package var count: Int { states.count }
  /// Bytes that states and expressions take, as an estimate.
  package var footprint: Int { regex.footprint + states.count * Self.stateFootprint }
  private static let stateFootprint = 1_280

  /// The state behind the opening quote; nil when no choice has a string.
  package mutating func start(_ choices: [StringChoice]) throws(AutomatonError) -> StringStateID? {
    try intern(choices, .body)
  }

  /// What `step` gives where that is known already, `unknown` elsewhere.
  @inlinable public func knownStep(_ state: Int32, _ byte: UInt8) -> Int32 {
    rows[Int(state) &<< 8 | Int(byte)]
  }

  /// The next state's index, `dead`, or `closed` when `byte` is the closing quote of a complete string.
  package mutating func step(_ state: StringStateID, _ byte: UInt8) throws(AutomatonError) -> Int32 {
    let place = Int(state.index) &<< 8 | Int(byte)
    let known = rows[place]
    if known != Self.unknown { return known }
    try regex.meter.spend(8, footprint: footprint)
    if states[Int(state.index)].phase == .body {
      if filling[Int(state.index)] == .none {
        if isLiteral(state) {
          // Few of its bytes will ever be asked for.
          filling[Int(state.index)] = .some
        } else if try fillOthers(state) {
          if rows[place] != Self.unknown { return rows[place] }
        } else {
          try fillRow(state)
          if rows[place] != Self.unknown { return rows[place] }
        }
      }
      if filling[Int(state.index)] == .uniform, let group = Self.uniformLeads.first(where: { $0.contains(byte) }) {
        let result = try compute(states[Int(state.index)], byte)
        for byte in group { rows[Int(state.index) &<< 8 | Int(byte)] = result }
        return result
      }
    }
    let result = try compute(states[Int(state.index)], byte)
    rows[place] = result
    return result
  }

  /// What is known of a state's row at once.
  private enum Filling {
    case none
    case some
    /// The languages tell no two code points beyond ASCII apart.
    case uniform
  }

  /// First bytes of UTF-8 sequences of one length that allow every continuation byte.
  private static let uniformLeads: [ClosedRange<UInt8>] = [
    0xC2...0xDF, 0xE1...0xEC, 0xEE...0xEF, 0xF1...0xF3,
  ]

  /// Whether the state is between code points, not inside of an escape or a UTF-8 sequence.
  package func isBetweenCodePoints(_ state: StringStateID) -> Bool { states[Int(state.index)].phase == .body }

  /// Whether the state is between code points and it is sure that every string may follow, see `RegexAlgebra.isDense`.
  package mutating func isDense(_ state: StringStateID) throws(AutomatonError) -> Bool {
    guard isBetweenCodePoints(state) else { return false }
    return try hasDenseChoice(state)
  }

  /// Whether it is sure that every string may follow, behind the rest of a code point, whichever that is.
  mutating func isDenseBehindCodePoint(_ state: StringStateID) throws(AutomatonError) -> Bool {
    switch states[Int(state.index)].phase {
    case .body, .tail: try hasDenseChoice(state)
    case .sequence, .escape, .unicode, .lowSurrogate: false
    }
  }

  private mutating func hasDenseChoice(_ state: StringStateID) throws(AutomatonError) -> Bool {
    let choices = states[Int(state.index)].choices
    for choice in choices where try regex.isDense(choice.rest) { return true }
    return false
  }

  package func choices(of state: StringStateID) -> [StringChoice] { states[Int(state.index)].choices }

  /// The languages that a state can still end in, sorted, without duplicates.
  package func languages(of state: StringStateID) -> [RegexID] {
    let choices = states[Int(state.index)].choices
    if choices.count == 1 { return [choices[0].rest] }
    return Set(choices.map(\.rest)).sorted()
  }

  /// The index in `labels(inSet:)` of the labels that hold when the string ends here; equal labels have equal indexes.
  package mutating func labelSet(atEndOf state: StringStateID) -> Int32 {
    let known = closingLabels[Int(state.index)]
    if known >= 0 { return known }
    let labels = states[Int(state.index)].choices.filter { regex.isNullable($0.rest) }.map(\.label)
    let index: Int
    if let found = labelSets.firstIndex(of: labels) {
      index = found
    } else {
      index = labelSets.count
      labelSets.append(labels)
    }
    closingLabels[Int(state.index)] = Int32(index)
    return Int32(index)
  }

  package func labels(inSet set: Int32) -> [Int32] { labelSets[Int(set)] }

  /// Whether the state's languages are a few given strings.
  func isLiteral(_ state: StringStateID) -> Bool {
    states[Int(state.index)].choices.allSatisfy { regex.literalRests($0.rest)?.isComplement == false }
  }

  /// Where the languages are given strings or all but given strings: makes the state known for the characters of ASCII
  /// that none of these strings goes on with, which behave alike. What the others lead to is computed as it is asked for.
  ///
  /// - Returns: whether the languages are so.
  private mutating func fillOthers(_ id: StringStateID) throws(AutomatonError) -> Bool {
    let choices = states[Int(id.index)].choices
    if choices.allSatisfy({ $0.rest == .anything }) { return false }
    var taken: (UInt64, UInt64) = (1 &<< 0x22, 1 &<< (0x5C - 64))
    for choice in choices where choice.rest != .anything {
      guard let (rests, _) = regex.literalRests(choice.rest) else { return false }
      _ = rests.forEachNext(rests.indices, 0) { value, _ in
        if value < 64 { taken.0 |= 1 &<< UInt64(value) } else if value < 128 { taken.1 |= 1 &<< UInt64(value - 64) }
        return value < 128
      }
    }
    let base = Int(id.index) &<< 8
    let isTaken: (UInt32) -> Bool = { ($0 < 64 ? taken.0 &>> UInt64($0) : taken.1 &>> UInt64($0 - 64)) & 1 == 1 }
    guard let first = (0x20..<0x80 as Range<UInt32>).first(where: { !isTaken($0) }) else { return false }
    let next = try read(choices, first)
    for byte in 0..<0x20 { rows[base + byte] = Self.dead }
    for value in 0x20..<0x80 as Range<UInt32> where !isTaken(value) { rows[base + Int(value)] = next }
    filling[Int(id.index)] = .some
    return true
  }

  /// Makes a state between code points known for all of ASCII but the backslash, and for the bytes that never stand
  /// there. Bytes that no language tells apart are computed once.
  private mutating func fillRow(_ id: StringStateID) throws(AutomatonError) {
    let choices = states[Int(id.index)].choices
    let base = Int(id.index) &<< 8
    var starts: ContiguousArray<UInt32> = [0x20]
    var beyond = false
    for choice in choices {
      for start in regex.classes(of: choice.rest) where start > 0x20 {
        if start > 0x80 {
          beyond = true
          break
        }
        if start < 0x80 { starts.append(start) }
      }
    }
    if choices.count > 1 { starts.sort() }
    for byte in 0..<0x20 { rows[base + byte] = Self.dead }
    for byte in 0x80...0xC1 { rows[base + byte] = Self.dead }
    for byte in 0xF5...0xFF { rows[base + byte] = Self.dead }
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : 0x80
      if start == end { continue }
      // A class can consist of the quote or the backslash alone, which stand for themselves only behind a backslash.
      let special: (UInt32) -> Bool = { $0 == 0x22 || $0 == 0x5C }
      guard let first = (start..<end).first(where: { !special($0) }) else { continue }
      let next = try read(choices, first)
      for value in start..<end where !special(value) { rows[base + Int(value)] = next }
    }
    let closes = choices.contains { regex.isNullable($0.rest) }
    rows[base + 0x22] = closes ? Self.closed : Self.dead
    filling[Int(id.index)] = beyond ? .some : .uniform
    if !beyond, try advance(choices, 0x80).isEmpty {
      for byte in 0xC2...0xF4 { rows[base + byte] = Self.dead }
    }
  }

  /// The labels of the choices that hold for the string that ends here; where it is not settled, of those that may hold.
  package mutating func labels(atEndOf state: StringStateID) -> [Int32] { labels(inSet: labelSet(atEndOf: state)) }

  private mutating func intern(_ choices: [StringChoice], _ phase: StringPhase) throws(AutomatonError)
    -> StringStateID?
  {
    if choices.isEmpty { return nil }
    let state = State(choices: choices, phase: phase)
    if let id = ids[state] { return id }
    let id = StringStateID(index: Int32(states.count))
    states.append(state)
    ids[state] = id
    rows.append(contentsOf: repeatElement(Self.unknown, count: 256))
    foldedRows.append(contentsOf: repeatElement(Self.unknown, count: Fold.allCases.count))
    continuations.append(nil)
    leaps.append([])
    filling.append(.none)
    closingLabels.append(-1)
    unlimitedStates.append(-1)
    shortestEnds.append(-1)
    return id
  }

  private mutating func compute(_ state: State, _ byte: UInt8) throws(AutomatonError) -> Int32 {
    switch state.phase {
    case .body:
      switch byte {
      case UInt8(ascii: "\""):
        return state.choices.contains { regex.isNullable($0.rest) } ? Self.closed : Self.dead
      case UInt8(ascii: "\\"): return try enter(state.choices, .escape)
      case 0..<0x20: return Self.dead
      case 0..<0x80: return try read(state.choices, UInt32(byte))
      case 0xC2...0xDF: return try enter(state.choices, .sequence(missing: 1, bits: UInt32(byte & 0x1F)))
      case 0xE0...0xEF: return try enter(state.choices, .sequence(missing: 2, bits: UInt32(byte & 0x0F)))
      case 0xF0...0xF4: return try enter(state.choices, .sequence(missing: 3, bits: UInt32(byte & 0x07)))
      default: return Self.dead
      }
    case .sequence(let missing, let bits):
      guard byte & 0xC0 == 0x80 else { return Self.dead }
      let value = bits << 6 | UInt32(byte & 0x3F)
      // Overlong forms, surrogates and code points past the last one show at the second byte.
      if missing == 2, value < 0x20 || (0x360...0x37F).contains(value) { return Self.dead }
      if missing == 3, value < 0x10 || value > 0x10F { return Self.dead }
      return missing == 1
        ? try read(state.choices, value)
        : try enter(state.choices, .sequence(missing: missing - 1, bits: value))
    case .tail(let missing):
      guard byte & 0xC0 == 0x80 else { return Self.dead }
      return missing == 1
        ? try result(state.choices, .body) : try result(state.choices, .tail(missing: missing - 1))
    case .escape: return try escape(state.choices, byte)
    case .unicode(let digits, let value, let high):
      guard let digit = JSONCharacter.hexDigit(byte) else { return Self.dead }
      let unit = value << 4 | digit
      if digits < 3 { return try enter(state.choices, .unicode(digits: digits + 1, value: unit, high: high)) }
      if high > 0 {
        guard unit & 0xFC00 == 0xDC00 else { return Self.dead }
        return try read(state.choices, 0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF)
      }
      if unit & 0xFC00 == 0xD800 { return try enter(state.choices, .lowSurrogate(high: unit, atLetter: false)) }
      if unit & 0xFC00 == 0xDC00 || !allowsUnicodeEscape(unit) { return Self.dead }
      return try read(state.choices, unit)
    case .lowSurrogate(let high, let atLetter):
      if !atLetter {
        return byte == UInt8(ascii: "\\")
          ? try enter(state.choices, .lowSurrogate(high: high, atLetter: true)) : Self.dead
      }
      return byte == UInt8(ascii: "u")
        ? try enter(state.choices, .unicode(digits: 0, value: 0, high: high)) : Self.dead
    }
  }

  private mutating func escape(_ choices: [StringChoice], _ byte: UInt8) throws(AutomatonError) -> Int32 {
    if byte == UInt8(ascii: "u") { return try enter(choices, .unicode(digits: 0, value: 0, high: 0)) }
    guard let codePoint = JSONCharacter.shortEscape(byte) else { return Self.dead }
    if escapes == .needed, codePoint == 0x2F { return Self.dead }
    return try read(choices, codePoint)
  }

  /// Control characters without a short form are all that needs `\u`.
  private func allowsUnicodeEscape(_ unit: UInt32) -> Bool {
    escapes == .all || (unit < 0x20 && ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(unit))
  }

  private mutating func result(_ choices: [StringChoice], _ phase: StringPhase) throws(AutomatonError) -> Int32 {
    try intern(choices, phase)?.index ?? Self.dead
  }

  /// After the code point: the choices that still have a string.
  private mutating func read(_ choices: [StringChoice], _ codePoint: UInt32) throws(AutomatonError) -> Int32 {
    try result(try advance(choices, codePoint), .body)
  }

  mutating func advance(_ choices: [StringChoice], _ codePoint: UInt32) throws(AutomatonError)
    -> [StringChoice]
  {
    var next: [StringChoice] = []
    for choice in choices {
      let rest = regex.derivative(choice.rest, by: codePoint)
      if try regex.isInhabited(rest) {
        next.append(StringChoice(label: choice.label, rest: rest))
      }
    }
    return next
  }

  /// A phase inside a code point, when some code point that it can lead to lives.
  private mutating func enter(_ choices: [StringChoice], _ phase: StringPhase) throws(AutomatonError) -> Int32 {
    if case .sequence(let missing, let bits) = phase, isRegular(missing, bits),
      let next = try uniform(choices, over: Self.target(missing, bits))
    {
      return next.isEmpty ? Self.dead : try result(next, .tail(missing: missing))
    }
    let targets = targets(of: phase)
    var living: [StringChoice] = []
    for choice in choices where try canRead(choice.rest, targets) { living.append(choice) }
    return try result(living, phase)
  }

  /// Whether every continuation byte may follow at every place.
  private func isRegular(_ missing: UInt8, _ bits: UInt32) -> Bool {
    switch missing {
    case 2: bits > 0x0F || (bits != 0x00 && bits != 0x0D)
    case 3: bits != 0x00 && bits != 0x04
    default: true
    }
  }

  /// The choices after any code point of the range, when that is one and the same for all of them.
  private mutating func uniform(
    _ choices: [StringChoice], over range: ClosedRange<UInt32>
  ) throws(AutomatonError) -> [StringChoice]? {
    for choice in choices {
      let starts = regex.classes(of: choice.rest)
      let first = RegexAlgebra.classIndex(of: range.lowerBound, in: starts)
      if first + 1 < starts.count, starts[first + 1] <= range.upperBound { return nil }
    }
    return try advance(choices, range.lowerBound)
  }

  private mutating func canRead(_ rest: RegexID, _ targets: [ClosedRange<UInt32>]) throws(AutomatonError) -> Bool {
    let starts = regex.classes(of: rest)
    for target in targets {
      var index = RegexAlgebra.classIndex(of: target.lowerBound, in: starts)
      while index < starts.count, starts[index] <= target.upperBound {
        let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
        let low = max(starts[index], target.lowerBound)
        if let member = RegexAlgebra.cheapestMember(from: low, through: min(upper, target.upperBound)) {
          let next = regex.derivative(rest, class: index, representative: member)
          if try regex.isInhabited(next) { return true }
        }
        index += 1
      }
    }
    return false
  }

  /// The code points that a sequence can become.
  private static func target(_ missing: UInt8, _ bits: UInt32) -> ClosedRange<UInt32> {
    let low = bits << (6 * UInt32(missing))
    let high = low + (1 << (6 * UInt32(missing))) - 1
    let least: UInt32 = missing == 3 ? 0x10000 : missing == 2 && bits <= 0x0F ? 0x800 : 0x80
    return max(low, min(least, high))...min(high, 0x10FFFF)
  }

  /// The code points that a phase can lead to.
  func targets(of phase: StringPhase) -> [ClosedRange<UInt32>] {
    switch phase {
    case .body, .tail: return [0...0x10FFFF]
    case .sequence(let missing, let bits): return [Self.target(missing, bits)]
    case .escape:
      var targets: [ClosedRange<UInt32>] = [0x00...0x1F, 0x22...0x22, 0x5C...0x5C]
      if escapes == .all { targets = [0...0x10FFFF] }
      return targets
    case .unicode(let digits, let value, let high):
      let shift = 4 * UInt32(4 - digits)
      let units = value << shift...(value << shift + (1 << shift) - 1)
      if high > 0 { return lowSurrogates(units, high) }
      if escapes == .needed {
        let controls: [ClosedRange<UInt32>] = [0x00...0x07, 0x0B...0x0B, 0x0E...0x1F]
        return controls.compactMap { $0.overlap(units) }
      }
      var targets: [ClosedRange<UInt32>] = []
      for plane in [0...0xD7FF, 0xE000...0xFFFF] as [ClosedRange<UInt32>] {
        if let overlap = plane.overlap(units) { targets.append(overlap) }
      }
      if let surrogates = (0xD800...0xDBFF).overlap(units) {
        let low = 0x10000 + (surrogates.lowerBound & 0x3FF) << 10
        targets.append(low...(0x10000 + (surrogates.upperBound & 0x3FF) << 10 + 0x3FF))
      }
      return targets
    case .lowSurrogate(let high, _): return lowSurrogates(0xDC00...0xDFFF, high)
    }
  }

  private func lowSurrogates(_ units: ClosedRange<UInt32>, _ high: UInt32) -> [ClosedRange<UInt32>] {
    guard let low = (0xDC00...0xDFFF).overlap(units) else { return [] }
    let base = 0x10000 + (high & 0x3FF) << 10
    return [base + low.lowerBound & 0x3FF...base + low.upperBound & 0x3FF]
  }
}

extension ClosedRange<UInt32> {
  /// The values in both ranges, nil when there are none.
  func overlap(_ other: ClosedRange<UInt32>) -> ClosedRange<UInt32>? {
    let low = Swift.max(lowerBound, other.lowerBound)
    let high = Swift.min(upperBound, other.upperBound)
    return low <= high ? low...high : nil
  }
}
