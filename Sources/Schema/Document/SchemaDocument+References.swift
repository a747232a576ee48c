package import JSON

extension SchemaDocument {
  /// Where a reference leads, apart from any dynamic scope.
  package struct Reference: Sendable {
    package let target: SchemaNodeID
    /// The anchor that the fragment names; nil for pointers and references without fragment.
    package let anchor: ExactString?
  }

  /// A reference to a place in its own resource: what it names does not change.
  struct PointerReference: Hashable, Sendable {
    let resource: SchemaResourceID
    let text: String
  }

  /// The schema that `$ref` (or the start of `$dynamicRef` or `$recursiveRef`) at `id` names. Loads documents from the
  /// registry as needed.
  ///
  /// - Throws: `invalidKeyword` when the value is no text, `unresolvableReference`, `ambiguousReference`, `notASchema`.
  package mutating func resolveReference(
    from id: SchemaNodeID, keyword: ExactString = "$ref"
  ) throws(SchemaError) -> SchemaNodeID {
    try reference(from: id, keyword: keyword).target
  }

  package mutating func reference(from id: SchemaNodeID, keyword: ExactString) throws(SchemaError) -> Reference {
    let place = location(of: id).appending(keyword)
    guard let text = self[id].value[keyword]?.stringValue else {
      throw .invalidKeyword(place, expected: "a URI reference")
    }
    let node = self[id]
    let name = PointerReference(resource: node.resource, text: text)
    if let known = pointerReferences[name] { return known }
    let uri = URIReference(text).resolved(against: self[node.resource].uri)
    let resource = try resource(uri, from: node.resource, place)
    let target: SchemaNodeID?
    var anchor: ExactString?
    switch uri.fragment == nil ? "" : uri.decodedFragment {
    case nil: target = nil
    case ""?: target = self[resource].root
    case let fragment? where fragment.hasPrefix("/"):
      target = JSONPointer(text: fragment).flatMap { child(of: self[resource].root, at: $0.tokens) }
    case let fragment?:
      anchor = ExactString(fragment)
      if ambiguous.contains(self[resource].name(ofAnchor: fragment)) {
        throw .ambiguousReference(place, uri: uri.description)
      }
      target = self[resource].anchors[ExactString(fragment)]
    }
    guard let target else { throw .unresolvableReference(place, uri: uri.description) }
    _ = try keywords(of: target)
    let reference = Reference(target: target, anchor: anchor)
    if text.hasPrefix("#/") { pointerReferences[name] = reference }
    return reference
  }

  private mutating func resource(
    _ uri: URIReference, from referrer: SchemaResourceID, _ place: SchemaLocation
  ) throws(SchemaError) -> SchemaResourceID {
    let family = self[referrer].family
    let key = ResourceName(family: family, uri: uri.withoutFragment.description)
    if ambiguous.contains(key) { throw .ambiguousReference(place, uri: uri.description) }
    if let known = resourcesByURI[key] { return known }
    guard let document = try registry.document(uri) else {
      throw .unresolvableReference(place, uri: uri.description)
    }
    return try add(document, uri: uri, inherited: self[referrer].dialect, family: family)
  }

  /// The schemas that a `$dynamicRef` to `anchor` can end at, in the resources read so far, each with its resource.
  package func dynamicCandidates(_ anchor: ExactString) -> [(resource: SchemaResourceID, target: SchemaNodeID)] {
    resourceIDs.compactMap { id in self[id].dynamicAnchors[anchor].map { (id, $0) } }
  }

  /// The roots that a `$recursiveRef` can end at, in the resources read so far.
  package func recursiveCandidates() -> [(resource: SchemaResourceID, target: SchemaNodeID)] {
    resourceIDs.compactMap { self[$0].hasRecursiveAnchor ? ($0, self[$0].root) : nil }
  }
}
