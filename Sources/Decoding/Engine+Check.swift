package import JSON
import Masking
import Schema

extension Engine {
  /// What the masks make of a schema, as `EnforcementReport` tells it, with the shortest document in the model's tokens.
  /// When the task is cancelled, it throws at once.
  package func check(schema: JSONValue) async throws(GenerationError) -> JSONValue {
    try await checking.run { [vocabulary] in
      let report = EnforcementReport(schema: schema)
      do throws(MaskingError) {
        return .success(report.json(shortestTokens: try report.shortestTokens(in: vocabulary)))
      } catch {
        return .failure(GenerationError(error))
      }
    }
  }
}
