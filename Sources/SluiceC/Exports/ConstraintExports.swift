import Masking
import Schema

@_cdecl("sluice_constraint_compile")
public func sluiceConstraintCompile(
  _ vocabulary: OpaquePointer?, _ schema: UnsafePointer<CChar>?, _ schemaSize: Int, _ options: UnsafePointer<CChar>?,
  _ optionsSize: Int, _ constraint: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let constraint = unsafe try required(constraint, "constraint")
    let vocabulary = unsafe try Handle<VocabularyBox>.object(vocabulary, "vocabulary")
    let options = unsafe try CompileOptions(options, optionsSize, for: .masks)
    if options.isShared {
      let text = unsafe try CallerMemory.bytes(schema, schemaSize, "the schema")
      do throws(MaskingError) {
        unsafe constraint.pointee = Handle.make(
          try vocabulary.store.constraint(
            text: text, schemaOptions: options.schema, options: options.recognizer))
      } catch .schema(.invalidDocument(uri: "", let error)) {
        throw Failure(error, in: "the schema")
      } catch {
        throw Failure(error)
      }
      return
    }
    let document = try options.document(unsafe try CallerMemory.json(schema, schemaSize, "the schema"))
    do throws(MaskingError) {
      unsafe constraint.pointee = Handle.make(
        try Constraint(document, vocabulary: vocabulary.vocabulary, options: options.recognizer))
    } catch {
      throw Failure(error)
    }
  }
}

@_cdecl("sluice_constraint_bytes")
public func sluiceConstraintBytes(
  _ constraint: OpaquePointer?, _ bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ size: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let (bytes, size) = unsafe (try required(bytes, "bytes"), try required(size, "size"))
    let constraint = unsafe try Handle<Constraint>.object(constraint, "constraint")
    let compiled: [UInt8]
    do throws(MaskingError) {
      compiled = try constraint.compiledBytes()
    } catch {
      throw Failure(error)
    }
    unsafe try CallerMemory.give(compiled, bytes, size)
  }
}

@_cdecl("sluice_constraint_load")
public func sluiceConstraintLoad(
  _ vocabulary: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ size: Int, _ options: UnsafePointer<CChar>?,
  _ optionsSize: Int, _ constraint: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let constraint = unsafe try required(constraint, "constraint")
    let vocabulary = unsafe try Handle<VocabularyBox>.object(vocabulary, "vocabulary").vocabulary
    let options = unsafe try CompileOptions(options, optionsSize, for: .masks)
    let bytes = unsafe try CallerMemory.bytes(bytes, size, "the compiled schema")
    if options.hasDocuments { throw Failure(MaskingError.compiledFile(.documents)) }
    do throws(MaskingError) {
      unsafe constraint.pointee = Handle.make(
        try Constraint(
          compiled: bytes, vocabulary: vocabulary, schemaOptions: options.schema, options: options.recognizer))
    } catch {
      throw Failure(error)
    }
  }
}

@_cdecl("sluice_constraint_free")
public func sluiceConstraintFree(_ constraint: OpaquePointer?) { unsafe Handle<Constraint>.release(constraint) }
