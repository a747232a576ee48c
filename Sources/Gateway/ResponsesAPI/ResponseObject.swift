import JSON

/// The `response` object of `POST /v1/responses`, whole or on the way.
struct ResponseObject: Sendable {
  enum State: Sendable {
    case inProgress
    case ended(FinishReason, Usage)
    case failed(GatewayError)
  }

  let identity: ResponseIdentity
  let echo: JSONObject
  let temperature: Double
  let topP: Double
  let topLogprobs: Int

  func json(_ state: State, output: [ResponseItem] = []) -> JSONValue {
    var status = "in_progress"
    var (error, incomplete, usage): (JSONValue, JSONValue, JSONValue) = (.null, .null, .null)
    switch state {
    case .inProgress: break
    case .ended(.length, let tokens):
      status = "incomplete"
      incomplete = ["reason": "max_output_tokens"]
      usage = tokens.responsesJSON
    case .ended(_, let tokens):
      status = "completed"
      usage = tokens.responsesJSON
    case .failed(let failure):
      status = "failed"
      error = ["code": "server_error", "message": .string(failure.message)]
    }
    let items = output.enumerated().map { index, item in
      item.json(status == "incomplete" && index == output.count - 1 ? .incomplete : .completed)
    }
    var members = JSONObject([
      .init(key: "id", value: .string(identity.id)), .init(key: "object", value: "response"),
      .init(key: "created_at", value: .integer(identity.created)), .init(key: "status", value: .string(status)),
      .init(key: "error", value: error), .init(key: "incomplete_details", value: incomplete),
      .init(key: "model", value: .string(identity.model)), .init(key: "output", value: .array(items)),
      .init(key: "usage", value: usage), .init(key: "temperature", value: .number(JSONNumber(temperature))),
      .init(key: "top_p", value: .number(JSONNumber(topP))), .init(key: "background", value: false),
      .init(key: "previous_response_id", value: .null), .init(key: "store", value: false),
      .init(key: "reasoning", value: ["effort": nil, "summary": nil]),
      .init(key: "top_logprobs", value: .integer(topLogprobs)), .init(key: "service_tier", value: "default"),
    ])
    for member in echo.members { members[member.key] = member.value }
    return .object(members)
  }
}

extension Usage {
  fileprivate var responsesJSON: JSONValue {
    [
      "input_tokens": .integer(promptTokens),
      "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
      "output_tokens": .integer(completionTokens), "output_tokens_details": ["reasoning_tokens": 0],
      "total_tokens": .integer(promptTokens + completionTokens),
    ]
  }
}
