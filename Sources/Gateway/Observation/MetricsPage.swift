/// Metrics in the text format of Prometheus, version 0.0.4.
struct MetricsPage {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  typealias Labels = KeyValuePairs<String, String>

  private(set) var text = ""
  private var name = ""

  /// Begins a metric; its samples follow.
  mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func sample(_ value: Double) { line(name, [], value) }
  mutating func sample(_ value: Int) { sample(Double(value)) }
  mutating func sample(_ labels: Labels, _ value: Int) { line(name, labels.map { $0 }, Double(value)) }

  mutating func sample(_ labels: Labels, _ histogram: Histogram) {
    let own = labels.map { $0 }
    var count = 0
    for (bound, number) in zip(histogram.bounds.map { "\($0)" } + ["+Inf"], histogram.counts) {
      count += number
      line(name + "_bucket", own + [("le", bound)], Double(count))
    }
    line(name + "_sum", own, histogram.sum)
    line(name + "_count", own, Double(count))
  }

  private mutating func line(_ name: String, _ labels: [(key: String, value: String)], _ value: Double) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
    }
    let number = value.rounded() == value && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    text += " \(number)\n"
  }

  private static func escaped(_ value: String) -> String {
    var result = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
