import JSON
import Schema

/// A validator that C holds.
final class ValidatorBox: Sendable {
  private let schema: CompiledSchema

  init(_ document: SchemaDocument) throws(Failure) {
    do throws(SchemaError) {
      schema = try CompiledSchema(document)
    } catch {
      throw Failure(error)
    }
  }

  func isValid(_ document: JSONValue) throws(Failure) -> Bool {
    do throws(SchemaError) {
      return try schema.isValid(document)
    } catch {
      throw Failure(error)
    }
  }

  func basicOutput(_ document: JSONValue) throws(Failure) -> JSONValue {
    do throws(SchemaError) {
      return try schema.validate(document).basicOutput
    } catch {
      throw Failure(error)
    }
  }
}
