/// The values of `format` that draft 2020-12 defines. They hold in every draft; unknown values are annotations.
package enum StringFormat: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uuid
  case uriTemplate = "uri-template"
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  package func accepts(_ text: String) -> Bool {
    switch self {
    case .dateTime: DateTimeFormat.accepts(text)
    case .date: DateFormat.accepts(text)
    case .time: TimeFormat.accepts(text)
    case .duration: DurationFormat.accepts(text)
    case .email: EmailFormat.accepts(text, international: false)
    case .idnEmail: EmailFormat.accepts(text, international: true)
    case .hostname: HostnameFormat.accepts(text)
    case .idnHostname: InternationalHostnameFormat.accepts(text)
    case .ipv4: IPv4Format.accepts(text)
    case .ipv6: IPv6Format.accepts(text)
    case .uri: URIFormat.accepts(text, relative: false, international: false)
    case .uriReference: URIFormat.accepts(text, relative: true, international: false)
    case .iri: URIFormat.accepts(text, relative: false, international: true)
    case .iriReference: URIFormat.accepts(text, relative: true, international: true)
    case .uuid: UUIDFormat.accepts(text)
    case .uriTemplate: URITemplateFormat.accepts(text)
    case .jsonPointer: JSONPointerFormat.accepts(text)
    case .relativeJSONPointer: RelativeJSONPointerFormat.accepts(text)
    case .regex: RegexFormat.accepts(text)
    }
  }
}
