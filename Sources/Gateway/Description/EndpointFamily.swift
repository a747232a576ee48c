import JSON

/// Endpoints that are described together.
protocol EndpointFamily: SendableMetatype {
  /// The name under which tools show them.
  static var tag: String { get }
  static func operations(_ gateway: DescribedGateway) -> [Operation]
  /// Schemas that they refer to by name.
  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)]
}
