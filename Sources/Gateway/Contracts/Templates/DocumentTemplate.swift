import JSON
import Rules

/// A document whose texts may be expressions; keys and other values stand for themselves.
indirect enum DocumentTemplate: Sendable {
  case constant(JSONValue)
  case text(TextTemplate, FieldPath)
  case array([DocumentTemplate])
  case object([(key: ExactString, value: DocumentTemplate)])

  /// Why a template gives no document.
  struct Failure: Error {
    let path: FieldPath
    let error: RuleError
  }

  init(_ json: JSONValue, in environment: Environment, at path: FieldPath) throws(GatewayError) {
    switch json {
    case .string(let text):
      let template = try TextTemplate(text.text, in: environment, at: path)
      self = template.isConstant ? .constant(json) : .text(template, path)
    case .array(let items):
      var parts: [DocumentTemplate] = []
      for (index, item) in items.enumerated() {
        parts.append(try DocumentTemplate(item, in: environment, at: path.appending(index)))
      }
      self = .array(parts)
    case .object(let object):
      var parts: [(key: ExactString, value: DocumentTemplate)] = []
      for member in object.members {
        parts.append(
          (member.key, try DocumentTemplate(member.value, in: environment, at: path.appending(member.key))))
      }
      self = .object(parts)
    default: self = .constant(json)
    }
  }

  func fill(_ variables: [String: Value]) throws(Failure) -> JSONValue {
    switch self {
    case .constant(let json): return json
    case .text(let template, let path):
      do throws(RuleError) {
        return try template.value(variables)
      } catch {
        throw Failure(path: path, error: error)
      }
    case .array(let parts):
      var items: [JSONValue] = []
      for part in parts { items.append(try part.fill(variables)) }
      return .array(items)
    case .object(let parts):
      var object = JSONObject()
      for part in parts { object[part.key] = try part.value.fill(variables) }
      return .object(object)
    }
  }
}
