extension Value {
  /// A few words for messages: scalars as they are, anything else by its type.
  var shortDescription: String {
    switch self {
    case .null: "null"
    case .bool(let flag): String(flag)
    case .int(let number): String(number)
    case .uint(let number): "\(number)u"
    case .double(let number): number.celText
    case .string(let text): "'\(text)'"
    case .timestamp(let timestamp): timestamp.description
    case .duration(let duration): duration.description
    case .type(let name): name
    default: typeName
    }
  }
}
