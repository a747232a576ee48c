/// How references find a resource.
struct ResourceName: Hashable, Sendable {
  /// See `SchemaResource.family`.
  let family: Int32
  /// Without fragment, or with an anchor as its fragment.
  let uri: String
}

extension SchemaResource {
  func name(ofAnchor anchor: String) -> ResourceName { ResourceName(family: family, uri: "\(uri)#\(anchor)") }
}
