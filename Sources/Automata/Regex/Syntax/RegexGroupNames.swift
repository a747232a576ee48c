import JSON

/// The capture groups of a pattern, found before parsing: a reference may stand before its group, and whether `\12` is a
/// reference depends on how many there are.
struct RegexGroupNames {
  private(set) var count = 0
  private(set) var numbers: [ExactString: Int] = [:]

  init(scanning scalars: [Unicode.Scalar]) throws(RegexSyntaxError) {
    var position = 0
    var insideClass = false
    while position < scalars.count {
      switch scalars[position] {
      case "\\": position += 1
      case "[": insideClass = true
      case "]": insideClass = false
      case "(" where !insideClass:
        let next = scalars[(position + 1)...].prefix(3)
        if next.first != "?" {
          count += 1
        } else if next.starts(with: "?<".unicodeScalars), let third = next.last, third != "=", third != "!" {
          count += 1
          try add(Self.name(in: scalars, at: position + 3), at: position + 3)
        }
      default: break
      }
      position += 1
    }
  }

  private mutating func add(_ name: ExactString, at position: Int) throws(RegexSyntaxError) {
    guard numbers.updateValue(count, forKey: name) == nil else {
      throw RegexSyntaxError(.duplicateGroupName(name.text), at: position)
    }
  }

  /// The name that ends before the next `>`.
  static func name(in scalars: [Unicode.Scalar], at start: Int) throws(RegexSyntaxError) -> ExactString {
    guard let end = scalars[min(start, scalars.count)...].firstIndex(of: ">") else {
      throw RegexSyntaxError(.unexpectedEnd, at: scalars.count)
    }
    let name = scalars[start..<end]
    guard let first = name.first, IdentifierCharacters.isStart(first.value),
      name.dropFirst().allSatisfy({ IdentifierCharacters.isPart($0.value) })
    else { throw RegexSyntaxError(.invalidGroupName, at: start) }
    return ExactString(String(String.UnicodeScalarView(name)))
  }
}
