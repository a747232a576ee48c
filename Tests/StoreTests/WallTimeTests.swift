import Testing

@testable import Store

@Suite struct WallTimeTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
      (4_102_444_800_000, "2100-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func writesRFC3339(_ milliseconds: Int64, _ text: String) {
    #expect(WallTime(milliseconds: milliseconds).description == text)
  }
}
