import JSON
import Masking
import Schema

@_cdecl("sluice_validator_compile")
public func sluiceValidatorCompile(
  _ schema: UnsafePointer<CChar>?, _ schemaSize: Int, _ options: UnsafePointer<CChar>?, _ optionsSize: Int,
  _ validator: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let validator = unsafe try required(validator, "validator")
    let options = unsafe try CompileOptions(options, optionsSize, for: .validation)
    let document = try options.document(unsafe try CallerMemory.json(schema, schemaSize, "the schema"))
    unsafe validator.pointee = Handle.make(try ValidatorBox(document))
  }
}

@_cdecl("sluice_validator_free")
public func sluiceValidatorFree(_ validator: OpaquePointer?) { unsafe Handle<ValidatorBox>.release(validator) }

@_cdecl("sluice_validator_is_valid")
public func sluiceValidatorIsValid(
  _ validator: OpaquePointer?, _ document: UnsafePointer<CChar>?, _ size: Int, _ isValid: UnsafeMutablePointer<Int32>?
) -> Int32 {
  call { () throws(Failure) in
    let isValid = unsafe try required(isValid, "is_valid")
    let validator = unsafe try Handle<ValidatorBox>.object(validator, "validator")
    let document = unsafe try CallerMemory.json(document, size, "the document")
    unsafe isValid.pointee = try validator.isValid(document) ? 1 : 0
  }
}

@_cdecl("sluice_validator_validate")
public func sluiceValidatorValidate(
  _ validator: OpaquePointer?, _ document: UnsafePointer<CChar>?, _ size: Int,
  _ output: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ outputSize: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let (output, outputSize) = unsafe (try required(output, "output"), try required(outputSize, "output_size"))
    let validator = unsafe try Handle<ValidatorBox>.object(validator, "validator")
    let document = unsafe try CallerMemory.json(document, size, "the document")
    let result = JSONWriter.write(try validator.basicOutput(document))
    unsafe try CallerMemory.give(result.utf8, output, outputSize)
  }
}

@_cdecl("sluice_report")
public func sluiceReport(
  _ schema: UnsafePointer<CChar>?, _ schemaSize: Int, _ options: UnsafePointer<CChar>?, _ optionsSize: Int,
  _ vocabulary: OpaquePointer?, _ report: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ reportSize: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let (report, reportSize) = unsafe (try required(report, "report"), try required(reportSize, "report_size"))
    let vocabulary = unsafe Handle<VocabularyBox>.objectIfAny(vocabulary)?.vocabulary
    let options = unsafe try CompileOptions(options, optionsSize, for: .masks)
    let result = EnforcementReport(
      schema: unsafe try CallerMemory.json(schema, schemaSize, "the schema"), registry: options.registry,
      schemaOptions: options.schema, options: options.recognizer)
    let tokens: Int?
    do throws(MaskingError) {
      tokens = try vocabulary.flatMap { (vocabulary) throws(MaskingError) in
        try result.shortestTokens(in: vocabulary)
      }
    } catch {
      throw Failure(error)
    }
    unsafe try CallerMemory.give(JSONWriter.write(result.json(shortestTokens: tokens)).utf8, report, reportSize)
  }
}
