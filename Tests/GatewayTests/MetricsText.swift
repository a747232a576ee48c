/// A page of metrics, read by the rules of the text format.
struct MetricsText {
  struct Malformed: Error {
    let line: String
  }

  /// By name with labels, as they are written.
  private(set) var samples: [String: Double] = [:]
  private(set) var types: [String: Substring] = [:]

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Malformed(line: text) }
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3)
      if line.hasPrefix("#") {
        guard words.count == 4, words[1] == "HELP" || words[1] == "TYPE" else { throw Malformed(line: String(line)) }
        if words[1] == "TYPE" {
          guard types.updateValue(words[3], forKey: String(words[2])) == nil else {
            throw Malformed(line: String(line))
          }
        }
        continue
      }
      guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
        throw Malformed(line: String(line))
      }
      let name = line[..<space].prefix { $0 != "{" }
      let family = ["_bucket", "_sum", "_count"].first {
        name.hasSuffix($0) && types[String(name.dropLast($0.count))] == "histogram"
      }
      guard types[String(name.dropLast(family?.count ?? 0))] != nil,
        samples.updateValue(value, forKey: String(line[..<space])) == nil
      else { throw Malformed(line: String(line)) }
    }
  }

  /// 0 for what has not been counted yet.
  subscript(sample: String) -> Double { samples[sample] ?? 0 }
}
