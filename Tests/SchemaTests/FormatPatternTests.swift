import Automata
import JSON
import Testing

@testable import Schema

/// The languages by which the masks enforce formats, against the checks of the validator.
@Suite struct FormatPatternTests {
  static let formats: [(format: StringFormat, seeds: [String])] = [
    (.date, ["2024-02-29", "2023-12-31", "1900-02-28", "2000-02-29", "0000-02-29"]),
    (
      .time, ["23:59:60Z", "12:00:00.123+05:30", "01:29:60+01:30", "15:59:60-08:00", "23:59:60.9z", "00:29:60.0+00:30"]
    ),
    (.dateTime, ["1998-12-31T23:59:60Z", "2024-02-29t00:00:00-00:00"]),
    (.duration, ["P1Y2M3DT4H5M6S", "P4W", "PT36H", "P1YT1S", "P2M", "PT1H1S"]),
    (
      .email,
      [
        "joe.bloggs@example.com", "\"joe bloggs\"@example.com", "\"a\\\"b\"@x-y.z", "te~st@[127.0.0.1]",
        "a@[IPv6:::1]", "a@[tag:x]", "x@[IPv6:1::2]",
      ]
    ),
    (.idnEmail, ["실례@실례.테스트", "a@b"]),
    (.hostname, ["www.example.com", "a-b.c", "x", "h0stn4me", "ab--cd.x", "xn--bcher-kva.de", "a.xn--9n2bp8q"]),
    (
      .idnHostname,
      [
        "www.example.com", "실례.테스트", "bücher.de", "xn--bcher-kva.de", "l·l", "α͵β", "א׳ב", "ひ・か", "ب٠٦", "क्‍ष。x",
        "ab--c", "a.אב", "ˉ.x",
      ]
    ),
    (.ipv4, ["192.168.0.1", "255.255.255.255", "0.0.0.0"]),
    (.ipv6, ["::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "1::d6:192.168.0.1", "d6::"]),
    (
      .uri,
      [
        "http://foo.bar/?baz=qux#quux", "urn:isbn:0-395", "http://u:p@[::1]:80/a%20b", "mailto:a@b.c",
        "ldap://[v1.a:b]/c?d",
      ]
    ),
    (
      .uriReference, ["/abc", "a/b:c", "#f", "//h:1/", "?q", "", "a:b"]
    ),
    (.iri, ["http://ƒøø.ßår/?∂éœ=πîx#πîüx"]),
    (.iriReference, ["/âππ", "#ƒräg", "//ƒøø.ßår/"]),
    (.uuid, ["2eb8aa08-aa98-11ea-b4aa-73b441d16380"]),
    (.uriTemplate, ["http://x/{?a,b*,c:10}{+d.e}%20", "{&x}", "a{/b}"]),
    (.jsonPointer, ["/foo/bar~0/baz~1/%a", "", "/"]),
    (.relativeJSONPointer, ["1", "0/foo/bar", "2#", "10/a~1b"]),
  ]

  /// Every valid text and what one or two edits make of it.
  @Test(arguments: formats.map(\.format)) func agreesWithTheCheck(_ format: StringFormat) throws {
    let row = try #require(Self.formats.first { $0.format == format })
    var space = FormulaSpace(document: try SchemaDocument(.bool(true)), options: .acceptance)
    let language = try space.language(format, at: space.document.location(of: space.document.root))
    var random = SeededGenerator(state: 17)
    let alphabet = Array("0159aAfFzZtTxXnN-+.:/@#?%[]{}~\"\\!*,=&_ PWYMDHSé∂·͵׳・٦۶‍。א".unicodeScalars)
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
        for scalar in text { rest = space.strings.regex.derivative(rest, by: scalar.value) }
        var string = String.UnicodeScalarView()
        string.append(contentsOf: text)
        let expected = row.format.accepts(String(string))
        let found = space.strings.regex.accepts(String(string), endingAt: rest)
        #expect(found == expected, "\(row.format) \(String(string).debugDescription)")
        if expected { compared.valid += 1 } else { compared.invalid += 1 }
      }
    }
    #expect(compared.valid > 10 && compared.invalid > 50, "\(compared)")
  }

  /// No beginning of a text that is right may be thought to lead nowhere.
  @Test(arguments: formats.map(\.format)) func everyBeginningCanEnd(_ format: StringFormat) throws {
    let row = try #require(Self.formats.first { $0.format == format })
    var space = FormulaSpace(document: try SchemaDocument(.bool(true)), options: .acceptance)
    let language = try space.language(format, at: space.document.location(of: space.document.root))
    for seed in row.seeds where format.accepts(seed) {
      var rest = language
      var read = ""
      for scalar in seed.unicodeScalars {
        rest = space.strings.regex.derivative(rest, by: scalar.value)
        read.unicodeScalars.append(scalar)
        #expect(try space.strings.regex.canEnd(read, rest), "\(format) \(read.debugDescription)")
      }
    }
  }

  /// Beginnings that no name goes on with, although the states of the language do not tell.
  @Test(arguments: [
    (StringFormat.idnHostname, "1.\u{5D0}"), (.idnHostname, "e\u{301}"), (.idnHostname, "\u{5D0}a."),
    (.idnHostname, "\u{660}\u{6F0}"), (.idnHostname, "a\u{375}b"), (.hostname, "xn--\u{61}b."),
  ])
  func someBeginningsCanNot(_ format: StringFormat, _ beginning: String) throws {
    var space = FormulaSpace(document: try SchemaDocument(.bool(true)), options: .acceptance)
    var rest = try space.language(format, at: space.document.location(of: space.document.root))
    for scalar in beginning.unicodeScalars { rest = space.strings.regex.derivative(rest, by: scalar.value) }
    #expect(rest != .none)
    #expect(try !space.strings.regex.canEnd(beginning, rest))
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
