/// The sending side of a streamed body.
package struct HTTPBodyWriter: Sendable {
  let exchange: Exchange

  /// Hands bytes on to the socket. Returns at once while fewer than `streamBuffer` bytes wait for the client, and
  /// otherwise when the client has read enough; throws `clientGone` when it never will.
  package func write(_ bytes: [UInt8]) async throws(HTTPServerError) { try await exchange.write(bytes) }

  package func write(_ text: String) async throws(HTTPServerError) { try await write(Array(text.utf8)) }
}
