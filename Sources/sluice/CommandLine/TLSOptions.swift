import HTTPServer

/// Options about TLS.
enum TLSOptions {
  static let options: Set<String> = ["--tls-certificate", "--tls-key"]

  static let help = """
      --tls-certificate FILE, --tls-key FILE
                           serve HTTPS with this certificate, behind it those up to a root, and its private key, in PEM
    """

  /// Nil for HTTP without TLS.
  static func identity(_ arguments: Arguments) throws -> TLSIdentity? {
    switch (arguments.value("--tls-certificate"), arguments.value("--tls-key")) {
    case (nil, nil): return nil
    case (_?, nil): throw UsageError.missingOption("--tls-key")
    case (nil, _?): throw UsageError.missingOption("--tls-certificate")
    case (let certificate?, let key?):
      return TLSIdentity(certificate: try InputFile.text(certificate), key: try InputFile.text(key))
    }
  }
}
