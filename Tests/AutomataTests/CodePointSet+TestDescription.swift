import Testing

@testable import Automata

extension CodePointSet: CustomTestStringConvertible {
  /// The first few ranges: a property can have hundreds.
  public var testDescription: String {
    let shown = ranges.prefix(4).map { "\(String($0.lowerBound, radix: 16))-\(String($0.upperBound, radix: 16))" }
    return shown.joined(separator: " ") + (ranges.count > 4 ? " and \(ranges.count - 4) more" : "")
  }
}
