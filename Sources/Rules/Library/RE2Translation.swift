/// Patterns in RE2's syntax, which CEL prescribes, written for PCRE2.
///
/// What only one of the two knows is refused or spelled out, so that a pattern means what RE2 takes it for: no
/// backreferences, lookaround, possessive or atomic groups, recursion or callouts; `\s` without the vertical tab, `\v`
/// as that tab, octal escapes, `{` as a character where no count follows. Groups capture nothing, as nothing asks for
/// them.
///
/// Source: RE2's page "Syntax".
struct RE2Translation {
  struct Failure: Error, CustomStringConvertible {
    let reason: String
    /// In code points.
    let position: Int

    var description: String { "\(reason) at character \(position + 1)" }
  }

  private var pattern: [Unicode.Scalar]
  private var position = 0
  private var output = ""
  private var groupNames: Set<String> = []
  /// Where the groups that are open began.
  private var groups: [Int] = []

  private static let repetitionLimit = 1_000

  /// - Throws: `Failure` for what RE2 does not have. Of what neither takes, repetition of nothing and unknown properties
  ///   are left to PCRE2.
  static func pcre(_ text: String) throws(Failure) -> String {
    var translation = RE2Translation(pattern: Array(text.unicodeScalars))
    try translation.run()
    return translation.output
  }

  private init(pattern: [Unicode.Scalar]) { self.pattern = pattern }

  private func failure(_ reason: String, at place: Int? = nil) -> Failure {
    Failure(reason: reason, position: place ?? position)
  }

  private var current: Unicode.Scalar? { position < pattern.count ? pattern[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  private static func literal(_ value: UInt32) -> String { "\\x{" + String(value, radix: 16) + "}" }

  private mutating func run() throws(Failure) {
    // Whether a repetition would repeat a repetition.
    var isRepeated = false
    while let scalar = current {
      let start = position
      position += 1
      var repeats = false
      switch scalar {
      case "\\": try escape()
      case "(": try group()
      case ")":
        guard groups.popLast() != nil else { throw failure("a bracket that closes nothing", at: start) }
        output += ")"
      case "[": try characterClass()
      case "*", "+", "?":
        if isRepeated { throw failure("a repetition is repeated", at: start) }
        output.unicodeScalars.append(scalar)
        repeats = true
      case "{":
        if let count = try counts() {
          if isRepeated { throw failure("a repetition is repeated", at: start) }
          output += count
          repeats = true
        } else {
          output += "\\{"
        }
      case "^", "$": assertion(String(scalar))
      case "}", "]": output += "\\" + String(scalar)
      default: output.unicodeScalars.append(scalar)
      }
      if repeats, take("?") { output += "?" }
      isRepeated = repeats
    }
    if let open = groups.last { throw failure("a group that does not end", at: open) }
  }

  /// An assertion, in a group where a repetition follows, which PCRE2 takes of groups only.
  private mutating func assertion(_ text: String) {
    let isRepeated = current.map { "*+?{".unicodeScalars.contains($0) } ?? false
    output += isRepeated ? "(?:" + text + ")" : text
  }

  /// `n}`, `n,}` or `n,m}` behind a brace; nil, with nothing taken, for anything else.
  private mutating func counts() throws(Failure) -> String? {
    let start = position
    func number() -> String {
      var digits = ""
      var place = position
      while place < pattern.count, ("0"..."9").contains(pattern[place]) {
        digits.unicodeScalars.append(pattern[place])
        place += 1
      }
      return digits
    }
    let least = number()
    position += least.count
    var most = least
    var text = "{" + least
    if take(",") {
      most = number()
      position += most.count
      text += "," + most
    }
    guard !least.isEmpty, take("}") else {
      position = start
      return nil
    }
    for bound in [least, most] where !bound.isEmpty {
      guard let count = Int(bound), count <= Self.repetitionLimit else {
        throw failure("a repetition of more than \(Self.repetitionLimit)", at: start)
      }
    }
    return text + "}"
  }

  private mutating func group() throws(Failure) {
    let start = position - 1
    guard take("?") else {
      groups.append(start)
      output += "(?:"
      return
    }
    if current == "P" || current == "<" {
      if take("P"), current != "<" { throw failure("an unknown kind of group", at: start) }
      position += 1
      var name = ""
      while let scalar = current, scalar != ">" {
        guard scalar.isASCII, scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else {
          throw failure("an invalid name of a group", at: start)
        }
        name.unicodeScalars.append(scalar)
        position += 1
      }
      guard take(">"), !name.isEmpty else { throw failure("an invalid name of a group", at: start) }
      guard groupNames.insert(name).inserted else { throw failure("two groups of one name", at: start) }
      groups.append(start)
      output += "(?:"
      return
    }
    var flags = ""
    var isNegative = false
    while let scalar = current {
      position += 1
      switch scalar {
      case "i", "m", "s", "U": flags.unicodeScalars.append(scalar)
      case "-" where !isNegative:
        isNegative = true
        flags += "-"
      case ":" where flags.isEmpty || flags.last != "-":
        groups.append(start)
        output += "(?" + flags + ":"
        return
      case ")" where !flags.isEmpty && flags.last != "-":
        output += "(?" + flags + ")"
        return
      default: throw failure("an unknown kind of group", at: start)
      }
    }
    throw failure("an unknown kind of group", at: start)
  }

  // MARK: Escapes

  private mutating func escape() throws(Failure) {
    let start = position - 1
    guard let scalar = current else { throw failure("a backslash at the end", at: start) }
    switch scalar {
    case "A", "z", "b", "B":
      position += 1
      assertion("\\" + String(scalar))
    case "Q":
      position += 1
      while let literal = current {
        if literal == "\\", position + 1 < pattern.count, pattern[position + 1] == "E" {
          position += 2
          return
        }
        output += Self.literal(literal.value)
        position += 1
      }
    default:
      if let set = try escapedSet(isInClass: false) {
        output += set
      } else {
        output += Self.literal(try escapedCharacter())
      }
    }
  }

  /// A set that an escape names, `position` behind the backslash; nil, with nothing taken, when it names none.
  private mutating func escapedSet(isInClass: Bool) throws(Failure) -> String? {
    let start = position - 1
    switch current {
    case "d", "D", "w", "W":
      position += 1
      return "\\" + String(pattern[position - 1])
    case "s":
      position += 1
      return isInClass ? "\\x09\\x0a\\x0c\\x0d\\x20" : "[\\x09\\x0a\\x0c\\x0d\\x20]"
    case "S":
      position += 1
      return isInClass
        ? "\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\x{10ffff}" : "[^\\x09\\x0a\\x0c\\x0d\\x20]"
    case "p", "P":
      let mark = pattern[position]
      position += 1
      guard let first = current else { throw failure("a property without a name", at: start) }
      position += 1
      var name = ""
      if first == "{" {
        if take("^") { name = "^" }
        while let scalar = current, scalar != "}" {
          guard scalar.isASCII, scalar == "_" || scalar.properties.isAlphabetic else {
            throw failure("an unknown property", at: start)
          }
          name.unicodeScalars.append(scalar)
          position += 1
        }
        guard take("}") else { throw failure("an unknown property", at: start) }
      } else {
        name = String(first)
      }
      // Names with an X are PCRE2's own.
      guard !name.isEmpty, !name.drop(while: { $0 == "^" }).hasPrefix("X") else {
        throw failure("an unknown property", at: start)
      }
      return "\\" + String(mark) + "{" + name + "}"
    default: return nil
    }
  }

  private static let controls: [Unicode.Scalar: UInt32] = ["a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11]

  /// The character that an escape names, `position` behind the backslash.
  private mutating func escapedCharacter() throws(Failure) -> UInt32 {
    let start = position - 1
    guard let scalar = current else { throw failure("a backslash at the end", at: start) }
    position += 1
    if let control = Self.controls[scalar] { return control }
    func isOctal(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ("0"..."7").contains($0) } ?? false }
    switch scalar {
    case "0"..."7":
      // A single digit from 1 on would be a backreference.
      guard scalar == "0" || isOctal(current) else { throw failure("a backreference", at: start) }
      var value = scalar.value - 0x30
      var count = 1
      while count < 3, isOctal(current), let digit = current {
        value = value * 8 + digit.value - 0x30
        position += 1
        count += 1
      }
      return value
    case "x":
      var digits = ""
      if take("{") {
        while let digit = current, digit != "}" {
          digits.unicodeScalars.append(digit)
          position += 1
        }
        guard take("}") else { throw failure("an invalid escape", at: start) }
      } else {
        while digits.count < 2, let digit = current {
          digits.unicodeScalars.append(digit)
          position += 1
        }
        guard digits.count == 2 else { throw failure("an invalid escape", at: start) }
      }
      guard digits.utf8.allSatisfy(Lexer.isHexadecimal), let value = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(value)
      else { throw failure("an invalid escape", at: start) }
      return scalar.value
    default:
      guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
        throw failure("an unknown escape", at: start)
      }
      return scalar.value
    }
  }

  // MARK: Classes

  private static let classNames: Set<String> = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
  ]

  private mutating func characterClass() throws(Failure) {
    let start = position - 1
    output += take("^") ? "[^" : "["
    var isFirst = true
    while let scalar = current {
      if scalar == "]", !isFirst {
        position += 1
        output += "]"
        return
      }
      isFirst = false
      if scalar == "[", position + 1 < pattern.count, pattern[position + 1] == ":", let name = className() {
        output += try name.get()
        continue
      }
      if scalar == "\\" {
        position += 1
        if let set = try escapedSet(isInClass: true) {
          output += set
          continue
        }
        position -= 1
      }
      let low = try classCharacter()
      guard current == "-", position + 1 < pattern.count, pattern[position + 1] != "]" else {
        output += Self.literal(low)
        continue
      }
      let place = position
      position += 1
      let high = try classCharacter()
      guard low <= high else { throw failure("an empty range", at: place) }
      output += Self.literal(low) + "-" + Self.literal(high)
    }
    throw failure("a class that does not end", at: start)
  }

  private mutating func classCharacter() throws(Failure) -> UInt32 {
    guard let scalar = current else { throw failure("a class that does not end") }
    position += 1
    guard scalar == "\\" else { return scalar.value }
    return try escapedCharacter()
  }

  /// `[:name:]` or `[:^name:]`; nil, with nothing taken, when no name ends here.
  private mutating func className() -> Result<String, Failure>? {
    let rest = pattern[(position + 2)...]
    guard let end = rest.indices.first(where: { rest[$0] == ":" && $0 + 1 < pattern.count && pattern[$0 + 1] == "]" })
    else { return nil }
    var name = ""
    name.unicodeScalars.append(contentsOf: rest[..<end])
    let isKnown = Self.classNames.contains(name.hasPrefix("^") ? String(name.dropFirst()) : name)
    guard isKnown else { return .failure(failure("an unknown class [:\(name):]")) }
    position = end + 2
    return .success("[:" + name + ":]")
  }
}
