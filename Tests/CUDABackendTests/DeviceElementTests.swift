import Testing

@testable import CUDABackend

@Suite struct DeviceElementTests {
  @Test(arguments: DeviceElement.allCases)
  func whatIsExactComesBack(_ element: DeviceElement) {
    let values: [Float] = [0, -0.0, 1, -1.5, 0.125, 240, .infinity, -.infinity]
    let bytes = element.encode(values)
    #expect(bytes.count == values.count * element.size)
    #expect(element.decode(bytes).map(\.bitPattern) == values.map(\.bitPattern))
    #expect(element.decode(element.encode([.nan]))[0].isNaN)
  }

  /// A tie goes to the even neighbour, what is above it up.
  @Test func bf16RoundsToNearestEven() {
    let one: UInt32 = 0x3F80_0000
    for (bits, expected) in [(one | 0x8000, one), (one | 0x8001, one | 0x10000), (one | 0x18000, one | 0x20000)] {
      let rounded = DeviceElement.bf16.decode(DeviceElement.bf16.encode([Float(bitPattern: bits)]))
      #expect(rounded[0].bitPattern == expected)
    }
  }
}
