/// What a request may ask for at most.
package struct GatewayLimits: Sendable {
  package var bodyBytes = 4 << 20
  /// Nesting of arrays and objects in a body, the schema's included.
  package var bodyDepth = 256
  /// Of a schema written without whitespace.
  package var schemaBytes = 1 << 20
  package var choices = 16
  package var tools = 128
  package var stopSequences = 4
  /// Budget of a request that names none, where the context has room for it.
  package var defaultMaxTokens = 1024
  /// From the arrival of a request that names no deadline to its answer.
  package var deadline: Duration = .seconds(30)
  /// A stream in which nothing comes for this long, or for twice as long at most, gets a comment.
  package var silence: Duration = .seconds(5)

  /// Whether clients without keys may ask under names of the public internet.
  package var takesPublicNames = true

  package init() {}
}
