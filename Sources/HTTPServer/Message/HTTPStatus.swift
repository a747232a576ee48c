/// A response's status code (RFC 9110, section 15).
package struct HTTPStatus: Sendable, Hashable, CustomStringConvertible {
  package let code: UInt16

  package init(_ code: UInt16) { self.code = code }

  package static let ok = HTTPStatus(200)
  package static let created = HTTPStatus(201)
  package static let accepted = HTTPStatus(202)
  package static let badRequest = HTTPStatus(400)
  package static let unauthorized = HTTPStatus(401)
  package static let forbidden = HTTPStatus(403)
  package static let notFound = HTTPStatus(404)
  package static let methodNotAllowed = HTTPStatus(405)
  package static let conflict = HTTPStatus(409)
  package static let gone = HTTPStatus(410)
  package static let contentTooLarge = HTTPStatus(413)
  package static let uriTooLong = HTTPStatus(414)
  package static let unsupportedMediaType = HTTPStatus(415)
  package static let unprocessableContent = HTTPStatus(422)
  package static let tooManyRequests = HTTPStatus(429)
  package static let headerFieldsTooLarge = HTTPStatus(431)
  package static let internalServerError = HTTPStatus(500)
  package static let notImplemented = HTTPStatus(501)
  package static let serviceUnavailable = HTTPStatus(503)
  package static let gatewayTimeout = HTTPStatus(504)
  package static let versionNotSupported = HTTPStatus(505)

  /// With which libmicrohttpd itself answers a request that it does not read to its end, before there is anything of it
  /// here. The body is a page without a type, which 0.9.75 for some of them begins with the head once more.
  package static let ofLibrary: [HTTPStatus] = [
    .badRequest, .contentTooLarge, .uriTooLong, .headerFieldsTooLarge, .versionNotSupported,
  ]

  package var description: String { String(code) }
}
