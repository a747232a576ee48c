import Automata
import JSON
import Synchronization

/// `format`, where it is an assertion.
enum FormatFamily: KeywordFamily {
  static let keywords: [ExactString] = ["format"]

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    guard space.assertsFormats(schema), let name = schema.keywords["format"]?.stringValue,
      let format = StringFormat(rawValue: name)
    else { return .anything }
    let place = space.document.location(of: schema.node).appending("format")
    return try space.language(format, at: place)
  }

  /// Formats of which a predicate on the whole text decides, see `TextPredicate`.
  static func isGuarded(_ format: StringFormat) -> Bool { [.hostname, .idnHostname, .regex].contains(format) }

  /// The texts of a format that is a regular language; nil for others.
  fileprivate static func pattern(_ format: StringFormat) -> String? {
    switch format {
    case .dateTime: FormatPatterns.dateTime
    case .date: FormatPatterns.date
    case .time: FormatPatterns.time
    case .duration: FormatPatterns.duration
    case .email: FormatPatterns.email(international: false)
    case .idnEmail: FormatPatterns.email(international: true)
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
    case .hostname, .idnHostname, .regex: nil
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
  mutating func language(_ format: StringFormat, at place: SchemaLocation) throws(SchemaError) -> RegexID {
    if let known = lowered.formats[format] { return known }
    let language =
      if let pattern = FormatFamily.pattern(format) {
        try whole(pattern, at: place)
      } else {
        try guardedLanguage(format, at: place)
      }
    lowered.formats[format] = language
    return language
  }

  /// The texts of a format that is no regular language.
  private mutating func guardedLanguage(
    _ format: StringFormat, at place: SchemaLocation
  ) throws(SchemaError) -> RegexID {
    switch format {
    case .hostname:
      let upper = try whole(FormatPatterns.hostname, at: place)
      let lower = try whole(FormatPatterns.plainHostname, at: place)
      return strings.regex.guarded(strings.regex.addPredicate(HostnameEndings.plain), upper: upper, lower: lower)
    case .idnHostname:
      let upper = Self.prepared("names of international labels", in: &strings.regex) { algebra in
        InternationalLabels.names(in: &algebra)
      }
      let lower = try whole(FormatPatterns.plainInternationalHostname, at: place)
      return strings.regex.guarded(
        strings.regex.addPredicate(HostnameEndings.international), upper: upper, lower: lower)
    // `regex`, whose states turn to a predicate by themselves.
    default: return strings.regex.patternTexts()
    }
  }

  private mutating func whole(_ pattern: String, at place: SchemaLocation) throws(SchemaError) -> RegexID {
    do {
      return try Self.prepared(pattern, in: &strings.regex) { algebra throws in
        try algebra.whole(try RegexParser.parse(pattern))
      }
    } catch {
      throw .unsupportedPattern(place, pattern: pattern, reason: "\(error)")
    }
  }

  /// Formats are the same in every schema: their expressions are made once in a process.
  private static let preparedLanguages = Mutex<[String: RegexFragment]>([:])

  private static func prepared(
    _ name: String, in algebra: inout RegexAlgebra, _ make: (inout RegexAlgebra) throws -> RegexID
  ) rethrows -> RegexID {
    if let known = preparedLanguages.withLock({ $0[name] }) { return algebra.take(known) }
    let language = try make(&algebra)
    if let fragment = algebra.fragment(language) { preparedLanguages.withLock { $0[name] = fragment } }
    return language
  }
}
