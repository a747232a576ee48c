import JSON
import Testing

@testable import Decoding

@Suite struct StringValueTests {
  @Test(arguments: [
    "", "abc", "a\"b", "\\", "\n\t\u{8}\u{1}", "ä𝄞", "\\u0041",
  ])
  func readsWhatIsWritten(text: String) throws {
    for escapesNonASCII in [false, true] {
      let written = JSONWriter.write(.string(text), style: .init(escapesNonASCII: escapesNonASCII))
      var value = StringValue()
      var read = ""
      for character in written { read += try value.append(String(character)) }
      #expect(read == text)
      var whole = StringValue()
      #expect(try whole.append(written) == text)
    }
  }

  @Test func givesOutWhatIsWhole() throws {
    var value = StringValue()
    #expect(try value.append("\"a\\") == "a")
    #expect(try value.append("u00") == "")
    #expect(try value.append("41b") == "Ab")
    #expect(try value.append("\\ud834") == "")
    #expect(try value.append("\\udd1e\"") == "𝄞")
  }
}
