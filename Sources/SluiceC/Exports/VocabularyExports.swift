import JSON
import Masking
import Tokenizer

@_cdecl("sluice_vocabulary_from_tokenizer")
public func sluiceVocabularyFromTokenizer(
  _ json: UnsafePointer<CChar>?, _ size: Int, _ rows: Int, _ endTokens: UnsafePointer<Int32>?, _ endTokenCount: Int,
  _ vocabulary: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let vocabulary = unsafe try required(vocabulary, "vocabulary")
    let ends = unsafe try CallerMemory.tokens(endTokens, endTokenCount, "end_tokens")
    let value = unsafe try CallerMemory.json(json, size, "the tokenizer")
    let tokenizer: Tokenizer
    do throws(TokenizerError) {
      tokenizer = try Tokenizer(json: value)
    } catch {
      throw Failure(error)
    }
    unsafe vocabulary.pointee = Handle.make(try VocabularyBox(tokenizer.vocabulary, rows: rows, endTokens: ends))
  }
}

@_cdecl("sluice_vocabulary_from_tokens")
public func sluiceVocabularyFromTokens(
  _ bytes: UnsafePointer<UInt8>?, _ offsets: UnsafePointer<UInt64>?, _ tokenCount: Int, _ rows: Int,
  _ endTokens: UnsafePointer<Int32>?, _ endTokenCount: Int, _ vocabulary: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let vocabulary = unsafe try required(vocabulary, "vocabulary")
    let ends = unsafe try CallerMemory.tokens(endTokens, endTokenCount, "end_tokens")
    let offsets = unsafe try required(offsets, "offsets")
    guard (0..<Int(Int32.max)).contains(tokenCount) else { throw .argument("token_count is out of range") }
    let bounds = unsafe UnsafeBufferPointer(start: offsets, count: tokenCount + 1)
    guard unsafe bounds[0] == 0, unsafe bounds[tokenCount] <= UInt64(UInt32.max) else {
      throw .argument("offsets go from 0 to at most \(UInt32.max)")
    }
    for index in 0..<tokenCount where unsafe bounds[index] > bounds[index + 1] {
      throw .argument("offsets fall at \(index + 1)")
    }
    let text = unsafe try CallerMemory.bytes(bytes, Int(bounds[tokenCount]), "bytes")
    let tokens = (0..<tokenCount).lazy.map { unsafe text[Int(bounds[$0])..<Int(bounds[$0 + 1])] }
    unsafe vocabulary.pointee = Handle.make(try VocabularyBox(Vocabulary(texts: tokens), rows: rows, endTokens: ends))
  }
}

@_cdecl("sluice_vocabulary_free")
public func sluiceVocabularyFree(_ vocabulary: OpaquePointer?) { unsafe Handle<VocabularyBox>.release(vocabulary) }

@_cdecl("sluice_vocabulary_rows")
public func sluiceVocabularyRows(_ vocabulary: OpaquePointer?) -> Int {
  unsafe Handle<VocabularyBox>.objectIfAny(vocabulary)?.vocabulary.size ?? 0
}

@_cdecl("sluice_vocabulary_words")
public func sluiceVocabularyWords(_ vocabulary: OpaquePointer?) -> Int {
  unsafe Handle<VocabularyBox>.objectIfAny(vocabulary)?.words ?? 0
}
