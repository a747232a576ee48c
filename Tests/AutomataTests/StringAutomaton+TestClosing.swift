@testable import Automata

extension StringAutomaton {
  /// A text that ends the string, found by following the bound down byte by byte; nil when the bound does not fall.
  mutating func closing(_ start: StringStateID) throws -> [UInt8]? {
    var text: [UInt8] = []
    var state = start
    var left = try closingCost(state)
    search: while true {
      for byte in UInt8.min...UInt8.max {
        let next = try step(state, byte)
        if next == Self.closed, left == 1 { return text + [byte] }
        guard next >= 0 else { continue }
        let cost = try closingCost(StringStateID(index: next))
        if cost >= left { continue }
        text.append(byte)
        (state, left) = (StringStateID(index: next), cost)
        continue search
      }
      return nil
    }
  }
}
