import JSON
import Testing

@testable import Automata

/// The bytes of JSON strings.
@Suite struct StringAutomatonTests {
  // MARK: Every spelling of a string

  private static let codePoints: [UInt32] = [
    0x00, 0x01, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x1F, 0x20, 0x22, 0x2F, 0x5C, 0x61, 0x7E, 0x7F, 0x80, 0xE9,
    0x7FF, 0x800,
    0xFFF, 0x1000, 0x20AC, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x3FFFF, 0x40000, 0xFFFFF,
    0x100000,
    0x10FFFF,
  ]

  /// The ways in which RFC 8259 lets a code point stand; only the necessary ones with `needed`.
  private static func spellings(_ codePoint: UInt32, _ escapes: StringAutomaton.Escapes) -> Set<[UInt8]> {
    let short: [UInt32: String] = [
      0x22: "\\\"", 0x5C: "\\\\", 0x2F: "\\/", 0x08: "\\b", 0x0C: "\\f", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t",
    ]
    var found: Set<[UInt8]> = []
    let direct = codePoint >= 0x20 && codePoint != 0x22 && codePoint != 0x5C
    if direct { found.insert(Array(String(Character(Unicode.Scalar(codePoint)!)).utf8)) }
    if let text = short[codePoint], escapes == .all || !direct { found.insert(Array(text.utf8)) }
    if escapes == .all || found.isEmpty {
      let units = Array(String(Character(Unicode.Scalar(codePoint)!)).utf16)
      var texts = [""]
      for unit in units {
        let digits = String(unit, radix: 16)
        let forms = cases(String(repeating: "0", count: 4 - digits.count) + digits)
        texts = texts.flatMap { text in forms.map { text + "\\u" + $0 } }
      }
      for text in texts { found.insert(Array(text.utf8)) }
    }
    return found
  }

  /// Each letter in both cases.
  private static func cases(_ digits: String) -> [String] {
    digits.reduce([""]) { texts, digit in
      let forms = digit.isLetter ? [digit.lowercased(), digit.uppercased()] : [String(digit)]
      return texts.flatMap { text in forms.map { text + $0 } }
    }
  }

  /// The texts that lead from a state to the closing quote; every state on the way must have one.
  private static func texts(
    _ automaton: inout StringAutomaton, from state: StringStateID, _ prefix: [UInt8] = []
  ) throws -> Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    for byte in UInt8.min...UInt8.max {
      let next = try automaton.step(state, byte)
      if next == StringAutomaton.closed {
        #expect(byte == UInt8(ascii: "\""))
        found.insert(prefix)
      } else if next >= 0 {
        found.formUnion(try texts(&automaton, from: StringStateID(index: next), prefix + [byte]))
      }
    }
    #expect(!found.isEmpty, "a state that no text leads out of, behind \(prefix)")
    return found
  }

  @Test(arguments: [StringAutomaton.Escapes.needed, .all])
  func everySpellingAndNoOther(escapes: StringAutomaton.Escapes) throws {
    for codePoint in Self.codePoints {
      var automaton = StringAutomaton(escapes: escapes)
      let language = automaton.regex.set(CodePointSet(codePoint...codePoint))
      let start = try automaton.started([StringChoice(label: 7, rest: language)])
      #expect(
        try Self.texts(&automaton, from: start) == Self.spellings(codePoint, escapes),
        "U+\(String(codePoint, radix: 16))")
    }
  }

  @Test(arguments: [StringAutomaton.Escapes.needed, .all])
  func spellingsOfASet(escapes: StringAutomaton.Escapes) throws {
    let strings = [
      "", "a", "ab", "a\u{1F600}", "\u{1F600}", "\u{1F601}", "\u{20000}", "\n", "\u{1}", "\u{800}", "\u{7FF}",
    ]
    var automaton = StringAutomaton(escapes: escapes)
    let language = automaton.regex.literals(strings)
    let start = try automaton.started([StringChoice(label: 0, rest: language)])
    var expected: Set<[UInt8]> = []
    for string in strings {
      var texts: Set<[UInt8]> = [[]]
      for scalar in string.unicodeScalars {
        let forms = Self.spellings(scalar.value, escapes)
        texts = Set(texts.flatMap { text in forms.map { text + $0 } })
      }
      expected.formUnion(texts)
    }
    #expect(try Self.texts(&automaton, from: start) == expected)
  }

  // MARK: UTF-8

  /// Alive, closed at the end, or dead: by the standard library's decoder.
  @Test func utf8IsWellFormed() throws {
    var automaton = StringAutomaton(escapes: .needed)
    let start = try automaton.started([StringChoice(label: 0, rest: .anything)])
    let continuations: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    var sequences: [[UInt8]] = (0x80...0xFF).map { [$0] }
    for lead in UInt8(0x80)...0xFF { sequences += (0...0xFF).map { [lead, $0] } }
    for lead in [0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5] as [UInt8] {
      for second in continuations {
        for third in continuations {
          sequences.append([lead, second, third])
          sequences += continuations.map { [lead, second, third, $0] }
        }
      }
    }
    for sequence in sequences where !sequence.contains(0x22) && !sequence.contains(0x5C) {
      var state = start
      var isAlive = true
      for byte in sequence {
        let next = try automaton.step(state, byte)
        if next < 0 {
          isAlive = false
          break
        }
        state = StringStateID(index: next)
      }
      let text = String(validating: sequence, as: UTF8.self)
      let isClosed = try isAlive && automaton.step(state, 0x22) == StringAutomaton.closed
      let hasControl = sequence.contains { $0 < 0x20 }
      if isClosed != (text != nil && !hasControl) { Issue.record("\(sequence): closed is \(isClosed)") }
      // Alive means that some continuation bytes make it whole.
      let completions: [[UInt8]] = [
        [], [0x80], [0xBF], [0x80, 0x80], [0xBF, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80], [0xA0, 0x80],
      ]
      let canBeWhole = !hasControl && completions.contains { String(validating: sequence + $0, as: UTF8.self) != nil }
      if isAlive != canBeWhole { Issue.record("\(sequence): alive is \(isAlive)") }
    }
  }

  @Test func surrogateEscapes() throws {
    for (body, verdict) in [
      (#"\ud83d\ude00"#, true), (#"\uD83D\uDE00"#, true), (#"\ud83d"#, false), (#"\ude00"#, false),
      (#"\ud83dx"#, false),
      (#"\ud83d\n"#, false), (#"\ud83d\ud83d"#, false), (#"\ud83d\u0041"#, false), (#"\udbff\udfff"#, true),
      (#"\ud800\udc00"#, true),
      (#"\uD7FF\uE000"#, true), (#"\u004"#, false), (#"\u00g1"#, false), (#"\x41"#, false), (#"\/"#, true),
      (#"\'"#, false),
    ] {
      var automaton = StringAutomaton(escapes: .all)
      let start = try automaton.started([StringChoice(label: 0, rest: .anything)])
      #expect(try automaton.accepts(body.utf8, from: start) == verdict, "\(body)")
    }
  }

  // MARK: Viability

  /// Walks at random through what is alive; from everywhere the closing text really closes a string of the pattern.
  @Test(arguments: [StringAutomaton.Escapes.needed, .all])
  func everyStateCanBeClosed(escapes: StringAutomaton.Escapes) throws {
    var random = SplitMix(seed: 7)
    for pattern in [
      "", "^[\\u0800-\\uFFFF]{2}$", "^[\\u{10000}-\\u{10FFFF}]+$", "^[^a]*$", "^(?!.*[\\u{1F600}-\\u{1F64F}]).{1,3}$",
      "^\\u{1F600}$",
      "^[\\uD7FF\\uE000]$", "^[\\x00-\\x1f]{1,2}$", "^(?:\\u20ac|\\u20ad\\u{20000})$", "^.{3}$", "[\\\\\"/]$",
      "^[^\\x00-\\uFFFF]$",
      "^(?=.*\\d)(?=.*[a-z])[^\\s]{2,6}$", "\\bx\\b", "^[\\u{3F000}-\\u{40FFF}]{1,2}$",
    ] {
      var automaton = StringAutomaton(escapes: escapes)
      let syntax = try RegexParser.parse(pattern)
      let language = try automaton.regex.search(syntax)
      let start = try automaton.started([StringChoice(label: 0, rest: language)])
      for _ in 0..<12 {
        var state = start
        var text: [UInt8] = []
        for _ in 0..<10 {
          let found = try automaton.closing(state)
          let closing = try #require(found, "\(pattern) behind \(text)")
          #expect(Int(try automaton.closingCost(state)) == closing.count)
          let isClosed = try automaton.accepts(closing.dropLast(), from: state)
          #expect(isClosed, "\(pattern) behind \(text): \(closing)")
          let string = try JSONParser.parseString(body: text + closing.dropLast())
          let isMember = automaton.regex.accepts(string.text, language)
          #expect(isMember, "\(pattern) behind \(text): \(string)")
          var alive: [(UInt8, Int32)] = []
          for byte in UInt8.min...UInt8.max {
            let next = try automaton.step(state, byte)
            if next >= 0 { alive.append((byte, next)) }
          }
          // Escapes and long encodings as often as plain characters.
          let special = alive.filter { $0.0 == 0x5C || $0.0 >= 0x80 }
          if !special.isEmpty, random.next() % 2 == 0 { alive = special }
          guard let (byte, next) = alive.randomElement(using: &random) else { break }
          text.append(byte)
          state = StringStateID(index: next)
        }
      }
    }
  }

  /// Each byte of a closing text leaves a state whose own closing text is shorter by one.
  @Test(arguments: [
    ["\"aaaaaaaa", "\n"], ["\u{E8}aaaaaaaa", "\u{E9}"], ["\u{1F600}aaaa", "\u{1F601}"], ["\u{1}aaaa", "\u{2}"],
    ["\u{20AC}\u{20AC}", "\u{20AD}"], ["ab\\", "ab\"\""],
  ])
  func boundsFallByteByByte(strings: [String]) throws {
    for escapes in [StringAutomaton.Escapes.needed, .all] {
      var automaton = StringAutomaton(escapes: escapes)
      var state = try automaton.started([StringChoice(label: 0, rest: automaton.regex.literals(strings))])
      var left = try automaton.closingCost(state)
      let shortest = strings.map { $0.unicodeScalars.reduce(1) { $0 + CharacterCost.of($1.value) } }.min()
      #expect(left == shortest)
      let found = try automaton.closing(state)
      for byte in try #require(found, "\(strings)").dropLast() {
        state = StringStateID(index: try automaton.step(state, byte))
        let next = try automaton.closingCost(state)
        #expect(next == left - 1, "\(strings)")
        left = next
      }
    }
  }

  @Test func labelsOfAlternatives() throws {
    var automaton = StringAutomaton(escapes: .needed)
    let choices = [
      StringChoice(label: 3, rest: automaton.regex.literals(["a", "ab"])),
      StringChoice(label: 5, rest: try automaton.regex.search(RegexParser.parse("^a"))),
      StringChoice(label: 9, rest: automaton.regex.length(minimum: 0, maximum: 1)),
    ]
    for (text, open, ending) in [
      ("", [3, 5, 9], [9]), ("a", [3, 5, 9], [3, 5, 9]), ("ab", [3, 5], [3, 5]), ("abc", [5], [5]), ("b", [9], [9]),
    ] as [(String, [Int32], [Int32])] {
      var state = try automaton.started(choices)
      for byte in text.utf8 { state = StringStateID(index: try automaton.step(state, byte)) }
      let alive = try automaton.continuations(of: state).map(\.label)
      #expect(alive == open, "\(text)")
      #expect(automaton.labels(atEndOf: state) == ending, "\(text)")
    }
    #expect(try automaton.start([]) == nil)
  }
}

extension StringAutomaton {
  /// The start state of choices that have a string.
  mutating func started(_ choices: [StringChoice]) throws -> StringStateID {
    let state = try start(choices)
    return try #require(state)
  }

  /// Whether the bytes, and then a quote, close the string.
  mutating func accepts(_ body: some Sequence<UInt8>, from start: StringStateID) throws -> Bool {
    var state = start
    for byte in body {
      let next = try step(state, byte)
      if next < 0 { return false }
      state = StringStateID(index: next)
    }
    return try step(state, UInt8(ascii: "\"")) == Self.closed
  }
}
