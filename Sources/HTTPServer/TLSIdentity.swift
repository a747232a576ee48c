/// What a server shows of itself over TLS, as PEM texts.
package struct TLSIdentity: Sendable {
  /// The server's certificate, and those between it and a root behind it.
  package let certificate: String
  /// The certificate's private key, without a passphrase.
  package let key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}
