import JSON
import Masking
import Schema
import Verification

/// `sluice judge`: instances of many schemas, by the validator and by the masks.
enum JudgeCommand: Command {
  static let name = "judge"
  static let summary = "judge instances of many schemas by the validator and by the masks"
  static let shape = Arguments.Shape(options: ["--draft"], flags: ["--formats"])
  static let help = """
    usage: sluice judge FILE [OPTIONS]

    FILE has one {"id", "draft", "schema", "instances": [...]} a line; `draft` is for schemas without $schema. Prints for
    each {"id", "validator", "masks"}: lists with a verdict for each instance, true or false, or a string that says why
    there is none; or a string in place of a list where the schema is refused. The masks see the instance written
    compactly, byte by byte, and allow every JSON text of a valid value.

      --formats            treat `format` as an assertion
    \(ConstraintOptions.help)
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let path = arguments.positions.first else { throw UsageError.missingPosition("FILE") }
    if arguments.positions.count > 1 { throw UsageError.unexpectedPosition(arguments.positions[1]) }
    var options = try ConstraintOptions.schemaOptions(arguments)
    options.formats = arguments.has("--formats") ? .assertion : .annotation
    let (vocabulary, _) = try ConstraintOptions.vocabulary(tokenizer: nil)
    let standard = options
    for (index, row) in try InputFile.jsonLines(path).enumerated() {
      // A line's draft is its own.
      options = standard
      guard let schema = row["schema"], case .array(let instances)? = row["instances"] else {
        throw InputFile.Failure.unexpectedContent(
          path: "\(path), line \(index + 1)", expected: "a schema and an array of instances")
      }
      if let name = row["draft"]?.stringValue {
        guard let draft = ConstraintOptions.drafts[name] else {
          throw InputFile.Failure.unexpectedContent(path: "\(path), line \(index + 1)", expected: "a known draft")
        }
        options.defaultDraft = draft
      }
      var answer = JSONObject()
      answer["id"] = row["id"] ?? .integer(index + 1)
      answer["validator"] = validator(schema, instances, options)
      answer["masks"] = masks(schema, instances, options, vocabulary)
      Console.print(JSONWriter.write(.object(answer)))
    }
    return ExitCode.success
  }

  private static func validator(_ schema: JSONValue, _ instances: [JSONValue], _ options: SchemaOptions) -> JSONValue {
    do throws(SchemaError) {
      let compiled = try CompiledSchema(schema, options: options)
      return .array(
        instances.map { instance in
          do throws(SchemaError) {
            return .bool(try compiled.isValid(instance))
          } catch {
            return .string("\(error)")
          }
        })
    } catch {
      return .string("\(error)")
    }
  }

  private static func masks(
    _ schema: JSONValue, _ instances: [JSONValue], _ options: SchemaOptions, _ vocabulary: MaskingVocabulary
  ) -> JSONValue {
    do throws(MaskingError) {
      let constraint = try constraint(schema, options, vocabulary)
      return .array(
        instances.map { instance in
          do throws(MaskingError) {
            return .bool(try MaskReplay.accepts(bytes: JSONWriter.write(instance).utf8, constraint))
          } catch {
            return .string("\(error)")
          }
        })
    } catch {
      return .string("\(error)")
    }
  }

  private static func constraint(
    _ schema: JSONValue, _ options: SchemaOptions, _ vocabulary: MaskingVocabulary
  ) throws(MaskingError) -> Constraint {
    let document: SchemaDocument
    do throws(SchemaError) {
      document = try SchemaDocument(schema, options: options)
    } catch {
      throw .schema(error)
    }
    return try Constraint(document, vocabulary: vocabulary, options: .acceptance)
  }
}
