/// A command's arguments, sorted into options and positions.
struct Arguments {
  /// What a command takes.
  struct Shape {
    /// Options with a value, such as `--schema FILE`; a name may come several times when it is in `repeated`.
    var options: Set<String> = []
    var flags: Set<String> = []
  }

  private(set) var positions: [String] = []
  private var values: [String: [String]] = [:]
  private var flags: Set<String> = []

  /// `--name value`, `--name=value`, `--` before positions that start with a dash.
  init(_ words: some Collection<String>, _ shape: Shape) throws(UsageError) {
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positions += rest
        return
      }
      guard word.hasPrefix("--") || word == "-h" else {
        positions.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0]
      if shape.flags.contains(name) || name == "--help" || name == "-h" {
        guard parts.count == 1 else { throw .unexpectedValue(option: name) }
        flags.insert(name == "-h" ? "--help" : name)
      } else if shape.options.contains(name) {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else { throw .missingValue(option: name) }
        values[name, default: []].append(value)
      } else {
        throw .unknownOption(name)
      }
    }
  }

  var wantsHelp: Bool { flags.contains("--help") }
  func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// The last value of an option.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values of an option in their order.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  func required(_ name: String) throws(UsageError) -> String {
    guard let value = value(name) else { throw .missingOption(name) }
    return value
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw .invalidValue(
        option: name, given: text, expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func number(_ name: String) throws(UsageError) -> Double? {
    guard let text = value(name) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw .invalidValue(option: name, given: text, expected: "a number")
    }
    return value
  }

  func choice<Choice>(_ name: String, _ choices: [String: Choice]) throws(UsageError) -> Choice? {
    guard let text = value(name) else { return nil }
    guard let choice = choices[text] else {
      throw .invalidValue(option: name, given: text, expected: choices.keys.sorted().joined(separator: " or "))
    }
    return choice
  }
}
