import JSON

extension SchemaSurvey {
  /// What becomes of every keyword, in the order in which they stand.
  func entries(_ space: inout FormulaSpace) -> [KeywordEntry] {
    var entries: [KeywordEntry] = []
    for place in places {
      for member in place.keywords.members {
        let location = place.location.appending(member.key)
        entries.append(
          KeywordEntry(location: location, keyword: member.key, status: status(of: member, at: location, place, &space))
        )
      }
    }
    return entries
  }

  private func status(
    of member: JSONObject.Member, at location: SchemaLocation, _ place: Place, _ space: inout FormulaSpace
  ) -> KeywordEntry.Status {
    if !place.isReachable { return .annotation(.unreachable) }
    if let error = refusalsByPlace[location] { return .refused(error) }
    if let reason = annotationReason(of: member, place, &space) { return .annotation(reason) }
    return GuardedKeywords.isGuarded(member) ? .guarded : .masked
  }

  private func annotationReason(
    of member: JSONObject.Member, _ place: Place, _ space: inout FormulaSpace
  ) -> KeywordEntry.AnnotationReason? {
    let draft = place.dialect.draft
    guard let row = KeywordCatalogue.rows[member.key] else { return .unknownKeyword }
    let keepsOld = member.key == "dependencies" && space.document.options.keepsOldDependencies
    if !row.drafts.contains(draft), !keepsOld { return .otherDraft }
    switch row.role {
    case .structure: return .structure
    case .annotation: return .metadata
    case .constraint: break
    }
    if draft <= .draft7, place.keywords["$ref"] != nil, member.key != "$ref" { return .besideReference }
    if KeywordTable.isSwitchedOff(member.key, in: place.dialect),
      !KeywordTable.isSwitchedOff(member.key, in: Dialect(draft))
    {
      return .vocabularyOff
    }
    if member.key == "format" {
      let isAsserted =
        space.document.options.formats == .assertion
        || place.dialect.vocabularies.contains(.formatAssertion)
      if !isAsserted { return .formatNotAsserted }
      if member.value.stringValue.flatMap(StringFormat.init(rawValue:)) == nil { return .unknownFormat }
    }
    return KeywordCatalogue.isIdle(member.key, member.value, in: place.keywords, draft) ? .idle : nil
  }
}
