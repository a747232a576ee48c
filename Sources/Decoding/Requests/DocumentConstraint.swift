package import JSON
package import Masking
package import Schema

/// A schema prepared twice: as masks, which keep every document valid while it is written, and for the validator, which
/// judges it once more when it is whole. The two share no code past the reading of the schema.
package struct DocumentConstraint: Sendable {
  package let masks: Constraint
  package let validator: CompiledSchema

  /// - Throws: `MaskingError.schema` when the schema is malformed or uses what the masks don't enforce.
  package init(schema: JSONValue, vocabulary: MaskingVocabulary) throws(MaskingError) {
    masks = try Constraint(schema: schema, vocabulary: vocabulary)
    do throws(SchemaError) {
      validator = try CompiledSchema(schema, options: SchemaOptions(formats: .assertion))
    } catch {
      throw .schema(error)
    }
  }
  /// - Throws: `GenerationError.invalidDocument` when the text is no valid document.
  func check(_ bytes: [UInt8]) throws(GenerationError) {
    let value: JSONValue
    do throws(JSONParseError) {
      value = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .invalidDocument(.notJSON(error, text: String(decoding: bytes, as: UTF8.self)))
    }
    let verdict: ValidationResult
    do throws(SchemaError) {
      verdict = try validator.validate(value, limit: 1)
    } catch {
      throw .invalidDocument(.undecided(error, text: String(decoding: bytes, as: UTF8.self)))
    }
    if let violation = verdict.violations.first {
      throw .invalidDocument(.violates(violation, text: String(decoding: bytes, as: UTF8.self)))
    }
  }
}
