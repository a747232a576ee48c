import JSON
import Testing

@Suite struct ExactDecimalTests {
  private func decimal(_ text: String) throws -> ExactDecimal { ExactDecimal(try #require(JSONNumber(text: text))) }

  @Test(arguments: [
    ("1", "1.0"), ("100", "1e2"), ("1.50", "15E-1"), ("0", "-0.000e99"), ("0.001", "1e-3"),
    ("123456789012345678901234567890", "1.2345678901234567890123456789e29"),
  ])
  func equalValues(left: String, right: String) throws { #expect(try decimal(left) == decimal(right)) }

  @Test(arguments: [
    ("1", "2"), ("-2", "-1"), ("-1", "0"), ("0", "1e-9"), ("9", "10"), ("0.09", "0.1"), ("1e308", "1e309"),
    ("18446744073709551615", "18446744073709551616"), ("-1e99999999999999999999", "1e-99999999999999999999"),
    ("9.99e5", "1e6"),
  ])
  func order(smaller: String, larger: String) throws {
    #expect(try decimal(smaller) < decimal(larger))
    #expect(try !(decimal(larger) < decimal(smaller)))
  }

  @Test(arguments: [
    ("0.3", "0.1", true), ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("4.35", "0.01", true),
    ("1e308", "0.123456789", false), ("1e308", "0.5", true), ("1e1000000000000", "3", false),
    ("9e1000000000000", "3", true),
    ("0", "7", true), ("-21", "7", true), ("1", "1e-1000000000000", true), ("1e-1000000000000", "1", false),
    ("18446744073709551616", "4294967296", true), ("18446744073709551617", "4294967296", false),
    ("121932631137021795226185032733622923332237463801111263526900", "1234567890123456789012345678901", false),
    ("121932631137021795226185032733622923332237463801111263526900", "123456789012345678901234567890", true),
    ("1e40", "1099511627776000000000000000001", false), ("1e60", "152587890625152587890625", false),
  ])
  func multiples(value: String, divisor: String, expected: Bool) throws {
    #expect(try decimal(value).isMultiple(of: decimal(divisor)) == expected)
  }

  @Test func integers() throws {
    #expect(try decimal("1e2").clampedInteger == 100)
    #expect(try decimal("1.5").clampedInteger == nil)
    #expect(try decimal("-9223372036854775808").clampedInteger == Int.min)
    #expect(try decimal("9223372036854775808").clampedInteger == Int.max)
    #expect(try decimal("1e999999").clampedInteger == Int.max)
    #expect(try decimal("-3.0").clampedInteger == -3)
  }
}
