import Automata
import JSON
import Testing

@testable import Schema

/// The languages by which the masks enforce formats, against the checks of the validator.
@Suite struct FormatPatternTests {
  static let formats: [(format: StringFormat, pattern: String, seeds: [String])] = [
    (.date, FormatPatterns.date, ["2024-02-29", "2023-12-31", "1900-02-28", "2000-02-29", "0000-02-29"]),
    (
      .time, FormatPatterns.time,
      ["23:59:60Z", "12:00:00.123+05:30", "01:29:60+01:30", "15:59:60-08:00", "23:59:60.9z", "00:29:60.0+00:30"]
    ),
    (.dateTime, FormatPatterns.dateTime, ["1998-12-31T23:59:60Z", "2024-02-29t00:00:00-00:00"]),
    (.duration, FormatPatterns.duration, ["P1Y2M3DT4H5M6S", "P4W", "PT36H", "P1YT1S", "P2M", "PT1H1S"]),
    (
      .email, FormatPatterns.email(international: false),
      [
        "joe.bloggs@example.com", "\"joe bloggs\"@example.com", "\"a\\\"b\"@x-y.z", "te~st@[127.0.0.1]",
        "a@[IPv6:::1]", "a@[tag:x]", "x@[IPv6:1::2]",
      ]
    ),
    (.idnEmail, FormatPatterns.email(international: true), ["실례@실례.테스트", "a@b"]),
    (.hostname, FormatPatterns.hostname, ["www.example.com", "a-b.c", "x", "h0stn4me", "ab--cd.x"]),
    (.ipv4, FormatPatterns.ipv4, ["192.168.0.1", "255.255.255.255", "0.0.0.0"]),
    (.ipv6, FormatPatterns.ipv6, ["::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "1::d6:192.168.0.1", "d6::"]),
    (
      .uri, FormatPatterns.uri(relative: false, international: false),
      [
        "http://foo.bar/?baz=qux#quux", "urn:isbn:0-395", "http://u:p@[::1]:80/a%20b", "mailto:a@b.c",
        "ldap://[v1.a:b]/c?d",
      ]
    ),
    (
      .uriReference, FormatPatterns.uri(relative: true, international: false),
      ["/abc", "a/b:c", "#f", "//h:1/", "?q", "", "a:b"]
    ),
    (.iri, FormatPatterns.uri(relative: false, international: true), ["http://ƒøø.ßår/?∂éœ=πîx#πîüx"]),
    (.iriReference, FormatPatterns.uri(relative: true, international: true), ["/âππ", "#ƒräg", "//ƒøø.ßår/"]),
    (.uuid, FormatPatterns.uuid, ["2eb8aa08-aa98-11ea-b4aa-73b441d16380"]),
    (.uriTemplate, FormatPatterns.uriTemplate, ["http://x/{?a,b*,c:10}{+d.e}%20", "{&x}", "a{/b}"]),
    (.jsonPointer, FormatPatterns.jsonPointer, ["/foo/bar~0/baz~1/%a", "", "/"]),
    (.relativeJSONPointer, FormatPatterns.relativeJSONPointer, ["1", "0/foo/bar", "2#", "10/a~1b"]),
  ]

  /// Every valid text and what one or two edits make of it.
  @Test(arguments: formats.map(\.format)) func agreesWithTheCheck(_ format: StringFormat) throws {
    let row = try #require(Self.formats.first { $0.format == format })
    var algebra = RegexAlgebra()
    let language = try algebra.whole(try RegexParser.parse(row.pattern))
    var random = SeededGenerator(state: 17)
    let alphabet = Array("0159aAfFzZtTxXnN-+.:/@#?%[]{}~\"\\!*,=&_ PWYMDHSé∂".unicodeScalars)
    var compared = (valid: 0, invalid: 0)
    for seed in row.seeds {
      for round in 0..<(1200 / row.seeds.count) {
        var text = Array(seed.unicodeScalars)
        for _ in 0..<min(round, 1 + round % 3) {
          let place = Int(random.next() % UInt64(text.count + 1))
          let scalar = alphabet[Int(random.next() % UInt64(alphabet.count))]
          switch random.next() % 3 {
          case 0: text.insert(scalar, at: place)
          case 1 where place < text.count: text.remove(at: place)
          default: if place < text.count { text[place] = scalar }
          }
        }
        var rest = language
        for scalar in text { rest = algebra.derivative(rest, by: scalar.value) }
        var string = String.UnicodeScalarView()
        string.append(contentsOf: text)
        if row.format == .hostname, String(string).lowercased().contains("xn--") { continue }
        let expected = row.format.accepts(String(string))
        #expect(algebra.isNullable(rest) == expected, "\(row.format) \(String(string).debugDescription)")
        if expected { compared.valid += 1 } else { compared.invalid += 1 }
      }
    }
    #expect(compared.valid > 10 && compared.invalid > 50, "\(compared)")
  }
}

/// SplitMix64, so that the texts are the same in every run.
private struct SeededGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value &>> 31
  }
}
