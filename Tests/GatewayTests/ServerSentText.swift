import JSON

/// The values of a stream of `data:` lines, without its last word.
enum ServerSentText {
  static func values(_ body: String) throws -> [JSONValue] {
    try body.split(separator: "\n\n").filter { $0.hasPrefix("data: {") }.map {
      try JSONParser.parse(String($0.dropFirst("data: ".count)))
    }
  }
}
