import JSON

extension SchemaDocument {
  /// The dialect that `schema` names in `$schema`, or else the inherited one.
  func dialect(of schema: JSONValue, inherited: Dialect) throws(SchemaError) -> Dialect {
    guard let name = schema["$schema"] else { return inherited }
    guard let text = name.stringValue else {
      throw .invalidKeyword(
        SchemaLocation(documentURI: "", pointer: JSONPointer(["$schema"])), expected: "the URI of a metaschema")
    }
    return try dialect(metaschema: URIReference(text), seen: [])
  }

  private func dialect(metaschema uri: URIReference, seen: Set<URIReference>) throws(SchemaError) -> Dialect {
    if let draft = Draft(metaschema: uri) { return Dialect(draft) }
    guard let metaschema = try registry.document(uri), !seen.contains(uri) else {
      switch options.unknownMetaschema {
      case .refused: throw .unknownMetaschema(uri: uri.description)
      case .usesDefaultDraft: return Dialect(options.defaultDraft)
      }
    }
    var dialect = Dialect(options.defaultDraft)
    if let next = metaschema["$schema"]?.stringValue {
      dialect = try self.dialect(metaschema: URIReference(next), seen: seen.union([uri]))
    }
    guard dialect.draft >= .draft2019 else { return dialect }
    // A metaschema's own vocabularies, not those of the metaschema that describes it.
    dialect.vocabularies = .standard
    if let listed = metaschema["$vocabulary"]?.objectValue {
      dialect.vocabularies = .core
      for member in listed.members {
        if let vocabulary = Vocabulary(uri: member.key.text) {
          dialect.vocabularies.formUnion(vocabulary)
        } else if member.value.boolValue == true {
          throw .unknownVocabulary(uri: member.key.text, metaschema: uri.description)
        }
      }
    }
    return dialect
  }
}
