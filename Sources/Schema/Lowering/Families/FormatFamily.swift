import Automata
import JSON

/// `format`, where it is an assertion.
enum FormatFamily: KeywordFamily {
  static let keywords: [ExactString] = ["format"]

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    guard space.assertsFormats(schema), let name = schema.keywords["format"]?.stringValue,
      let format = StringFormat(rawValue: name)
    else { return .anything }
    if format == .regex { return space.strings.regex.patternTexts() }
    let place = space.document.location(of: schema.node).appending("format")
    // Formats whose texts are no regular language are not enforced yet.
    guard let pattern = pattern(format) else { throw .unsupportedKeyword(place) }
    return try space.language(format, pattern, at: place)
  }

  private static func pattern(_ format: StringFormat) -> String? {
    switch format {
    case .dateTime: FormatPatterns.dateTime
    case .date: FormatPatterns.date
    case .time: FormatPatterns.time
    case .duration: FormatPatterns.duration
    case .email: FormatPatterns.email(international: false)
    case .idnEmail: FormatPatterns.email(international: true)
    case .hostname: FormatPatterns.hostname
    case .ipv4: FormatPatterns.ipv4
    case .ipv6: FormatPatterns.ipv6
    case .uri: FormatPatterns.uri(relative: false, international: false)
    case .uriReference: FormatPatterns.uri(relative: true, international: false)
    case .iri: FormatPatterns.uri(relative: false, international: true)
    case .iriReference: FormatPatterns.uri(relative: true, international: true)
    case .uuid: FormatPatterns.uuid
    case .uriTemplate: FormatPatterns.uriTemplate
    case .jsonPointer: FormatPatterns.jsonPointer
    case .relativeJSONPointer: FormatPatterns.relativeJSONPointer
    case .idnHostname, .regex: nil
    }
  }
}

extension FormulaSpace {
  /// Whether `format` constrains at a schema: by the options, or by the metaschema's vocabularies.
  func assertsFormats(_ schema: SchemaView) -> Bool {
    document.options.formats == .assertion
      || document.dialect(of: schema.node).vocabularies.contains(.formatAssertion)
  }

  /// The texts of a format.
  mutating func language(
    _ format: StringFormat, _ pattern: @autoclosure () -> String, at place: SchemaLocation
  ) throws(SchemaError) -> RegexID {
    if let known = lowered.formats[format] { return known }
    let text = pattern()
    let language: RegexID
    do {
      language = try strings.regex.whole(try RegexParser.parse(text))
    } catch {
      throw .unsupportedPattern(place, pattern: text, reason: "\(error)")
    }
    lowered.formats[format] = language
    return language
  }
}
