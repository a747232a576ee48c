/// What calls cost beyond themselves and how large their results are, at most.
enum FunctionEstimates {
  /// - Returns: units beyond the call's own, and the size of the result.
  static func estimate(_ function: Function, _ arguments: [SizeEstimate]) -> (cost: Int, size: SizeEstimate) {
    // A call that no overload takes fails before it does anything.
    guard function.overloads.contains(where: { $0.parameters.count == arguments.count }) else { return (0, .scalar) }
    let bytes = arguments.map(\.textBytes)
    let traversal = arguments.reduce(0) { $0.addingClamped($1.traversal) }
    let allBytes = bytes.reduce(0) { $0.addingClamped($1) }
    switch function.name {
    case "matches": return (search(bytes[0], bytes[1]), .scalar)
    case "find": return (search(bytes[0], bytes[1]), .text(bytes[0]))
    case "findAll":
      // Each search may find an empty match, twice over.
      let searches = bytes[0].multipliedClamped(by: 2).addingClamped(2)
      return (
        search(bytes[0], bytes[1]).multipliedClamped(by: searches), .list(bytes[0].addingClamped(1), .text(bytes[0]))
      )
    case "min", "max": return (traversal, arguments[0].element)
    case "sum", "isSorted": return (traversal.multipliedClamped(by: 2), .scalar)
    // Every element of the one against every element of the other, at most twice.
    case let name where name.hasPrefix("sets."):
      let pairs = arguments[0].traversal.multipliedClamped(by: arguments[1].traversal)
      return (pairs.multipliedClamped(by: 2), .scalar)
    case "_+_": return (traversal, sum(arguments[0], arguments[1]))
    case "replace":
      // Between any two code points may stand the new text.
      let size = bytes[0].addingClamped(1).multipliedClamped(by: bytes[2].addingClamped(1))
      return (traversal.addingClamped(size), .text(size))
    case "split":
      return (traversal.addingClamped(bytes[0].addingClamped(2)), .list(bytes[0].addingClamped(1), .text(bytes[0])))
    case "join":
      let separators = arguments[0].count.multipliedClamped(by: bytes.count > 1 ? bytes[1] : 0)
      let size = bytes[0].addingClamped(separators)
      // Every element is rounded up to a unit.
      return ((size / 10).addingClamped(arguments[0].count), .text(size))
    case "format":
      // A number may have hundreds of digits and decimals.
      let numbers = arguments[1].count.multipliedClamped(by: 450)
      let size = bytes[0].addingClamped(bytes[1].multipliedClamped(by: 2)).addingClamped(numbers)
      return (traversal.multipliedClamped(by: 2).addingClamped(size), .text(size))
    case "strings.quote", "base64.encode", "base64.decode":
      return (traversal, .text(allBytes.multipliedClamped(by: 2).addingClamped(4)))
    case "string", "bytes", "charAt", "substring", "trim", "lowerAscii", "upperAscii", "reverse":
      return (traversal, .text(bytes[0]))
    case "dyn", "optional.of", "optional.ofNonZeroValue", "value", "math.greatest", "math.least":
      return (traversal, arguments.reduce(.scalar) { $0.union($1) })
    case let name where name.hasPrefix("get"): return (100, .scalar)
    default: return (traversal, .scalar)
    }
  }

  private static func search(_ text: Int, _ pattern: Int) -> Int {
    TextPattern.cost(textBytes: text, patternBytes: pattern)
  }

  private static func sum(_ left: SizeEstimate, _ right: SizeEstimate) -> SizeEstimate {
    switch (left, right) {
    case (.scalar, .scalar): .scalar
    case (.text(let first), .text(let second)): .text(first.addingClamped(second))
    case (.list(let first, let element), .list(let second, let other)):
      .list(first.addingClamped(second), element.union(other))
    default: .document(left.textBytes.addingClamped(right.textBytes))
    }
  }
}
