import HTTPServer
import JSON

/// Where an answer comes from, as its header fields and its `metadata` tell it.
struct AnswerOrigin: Sendable {
  let headers: HTTPHeaders
  let metadata: JSONValue

  init(headers: HTTPHeaders, metadata: JSONValue) {
    self.headers = headers
    self.metadata = metadata
  }

  init(_ provenance: Provenance) {
    self.init(headers: provenance.headers, metadata: .object(provenance.members))
  }
}
