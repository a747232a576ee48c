import Masking
import Schema

@_cdecl("sluice_constraint_compile")
public func sluiceConstraintCompile(
  _ vocabulary: OpaquePointer?, _ schema: UnsafePointer<CChar>?, _ schemaSize: Int, _ options: UnsafePointer<CChar>?,
  _ optionsSize: Int, _ constraint: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let constraint = unsafe try required(constraint, "constraint")
    let vocabulary = unsafe try Handle<VocabularyBox>.object(vocabulary, "vocabulary").vocabulary
    let options = unsafe try CompileOptions(options, optionsSize, for: .masks)
    let document = try options.document(unsafe try CallerMemory.json(schema, schemaSize, "the schema"))
    do throws(MaskingError) {
      unsafe constraint.pointee = Handle.make(
        try Constraint(document, vocabulary: vocabulary, options: options.recognizer))
    } catch {
      throw Failure(error)
    }
  }
}

@_cdecl("sluice_constraint_free")
public func sluiceConstraintFree(_ constraint: OpaquePointer?) { unsafe Handle<Constraint>.release(constraint) }
