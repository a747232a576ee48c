public import JSON

extension EnforcementReport {
  /// The report as JSON; docs/check.md describes the members, which stay as they are.
  ///
  /// - Parameter shortestTokens: tokens of the shortest document, where a vocabulary was given.
  public func json(shortestTokens: Int? = nil) -> JSONValue {
    var report = JSONObject()
    report["verdict"] = .string(verdict.rawValue)
    report["draft"] = .string(draft.name)
    report["property_order"] = .string(options.propertyOrder.rawValue)
    report["format"] = schemaOptions.formats == .assertion ? "assertion" : "annotation"
    var counts = JSONObject()
    for name in ["masked", "guarded", "annotation", "refused"] { counts[ExactString(name)] = .integer(count(name)) }
    report["counts"] = .object(counts)
    report["refusals"] = .array(refusals.map(Self.json))
    var shortest: JSONValue = .null
    if let text = self.shortest {
      shortest = [
        "bytes": .integer(text.count), "tokens": shortestTokens.map { .integer($0) } ?? .null,
        "text": .string(String(decoding: text, as: UTF8.self)),
      ]
    }
    report["shortest"] = shortest
    report["longest"] = ["bytes": longestBytes.map { .integer($0) } ?? .null]
    report["notes"] = .array(
      notes.map {
        ["location": Self.json($0.location), "code": .string($0.code), "message": .string($0.message)]
      })
    report["lint"] = .array(
      lint.map {
        [
          "location": Self.json($0.location), "code": .string($0.code.rawValue),
          "severity": .string($0.severity.rawValue), "message": .string($0.message),
        ]
      })
    report["keywords"] = .array(keywords.map(Self.json))
    return .object(report)
  }

  private static func json(_ location: SchemaLocation) -> JSONValue { .string(location.description) }

  private static func json(_ error: SchemaError) -> JSONValue {
    var refusal = JSONObject()
    refusal["location"] = error.location.map(json) ?? .null
    refusal["code"] = .string(error.code)
    refusal["message"] = .string(error.description)
    if case .unsatisfiable(_, let conflicting) = error { refusal["conflicting"] = .array(conflicting.map(json)) }
    return .object(refusal)
  }

  private static func json(_ entry: KeywordEntry) -> JSONValue {
    var keyword = JSONObject()
    keyword["location"] = json(entry.location)
    keyword["status"] = .string(entry.status.name)
    switch entry.status {
    case .masked, .guarded: break
    case .annotation(let reason): keyword["reason"] = .string(reason.rawValue)
    case .refused(let error): keyword["reason"] = .string(error.code)
    }
    return .object(keyword)
  }
}
