import CSluice
import JSON
import Masking
import Tokenizer

@_cdecl("sluice_matcher_new")
public func sluiceMatcherNew(
  _ constraint: OpaquePointer?, _ budget: Int64, _ matcher: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let out = unsafe try required(matcher, "matcher")
    let constraint = unsafe try Handle<Constraint>.object(constraint, "constraint")
    let budget = try MaskRow.remaining(budget)
    do throws(MaskingError) {
      let matcher =
        if let budget { try Matcher(constraint, budget: budget) } else { try Matcher(constraint) }
      unsafe out.pointee = Handle.make(MatcherBox(matcher))
    } catch {
      throw Failure(error)
    }
  }
}

@_cdecl("sluice_matcher_copy")
public func sluiceMatcherCopy(
  _ matcher: OpaquePointer?, _ copy: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  call { () throws(Failure) in
    let copy = unsafe try required(copy, "copy")
    unsafe copy.pointee = Handle.make(MatcherBox(try use(matcher) { $0 }))
  }
}

@_cdecl("sluice_matcher_free")
public func sluiceMatcherFree(_ matcher: OpaquePointer?) { unsafe Handle<MatcherBox>.release(matcher) }

@_cdecl("sluice_matcher_fill")
public func sluiceMatcherFill(
  _ matcher: OpaquePointer?, _ remaining: Int64, _ words: UnsafeMutablePointer<Int32>?, _ wordCount: Int
) -> Int32 {
  call { () throws(Failure) in
    let words = unsafe try required(words, "words")
    let box = unsafe try Handle<MatcherBox>.object(matcher, "matcher")
    let row = unsafe try MaskRow(words, count: wordCount, for: box.constraint)
    let remaining = try MaskRow.remaining(remaining)
    row.write(try box.use { (matcher) throws(MaskingError) in try matcher.mask(remaining: remaining) })
  }
}

@_cdecl("sluice_matcher_accept")
public func sluiceMatcherAccept(_ matcher: OpaquePointer?, _ token: Int32) -> Int32 {
  call { () throws(Failure) in
    let token = try CallerMemory.token(token)
    unsafe try use(matcher) { (matcher) throws(MaskingError) in try matcher.accept(token) }
  }
}

@_cdecl("sluice_matcher_accept_many")
public func sluiceMatcherAcceptMany(
  _ matcher: OpaquePointer?, _ tokens: UnsafePointer<Int32>?, _ count: Int, _ accepted: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let accepted = unsafe try required(accepted, "accepted")
    let tokens = unsafe try CallerMemory.tokens(tokens, count, "tokens")
    let box = unsafe try Handle<MatcherBox>.object(matcher, "matcher")
    let (taken, error) = try box.use { $0.accept(tokens) }
    unsafe accepted.pointee = taken
    if let error { throw Failure(error) }
  }
}

@_cdecl("sluice_matcher_accept_bytes")
public func sluiceMatcherAcceptBytes(
  _ matcher: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ count: Int, _ accepted: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let accepted = unsafe try required(accepted, "accepted")
    let bytes = unsafe try CallerMemory.bytes(bytes, count, "bytes")
    let taken = unsafe try use(matcher) { (matcher) throws(MaskingError) in try matcher.accept(bytes: bytes) }
    unsafe accepted.pointee = taken
    if taken < count {
      throw Failure(
        SLUICE_ERROR_TOKEN, code: "byte-rejected", message: "the document can't go on with byte \(taken)"
      ).with("offset", .integer(taken))
    }
  }
}

@_cdecl("sluice_matcher_validate")
public func sluiceMatcherValidate(
  _ matcher: OpaquePointer?, _ tokens: UnsafePointer<Int32>?, _ count: Int, _ accepted: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let accepted = unsafe try required(accepted, "accepted")
    let tokens = unsafe try CallerMemory.tokens(tokens, count, "tokens")
    unsafe accepted.pointee = try use(matcher) { (matcher) throws(MaskingError) in
      try matcher.acceptableCount(of: tokens)
    }
  }
}

@_cdecl("sluice_matcher_forced")
public func sluiceMatcherForced(
  _ matcher: OpaquePointer?, _ remaining: Int64, _ tokens: UnsafeMutablePointer<Int32>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let count = unsafe try required(count, "count")
    let remaining = try MaskRow.remaining(remaining)
    guard capacity >= 0 else { throw .argument("capacity is out of range") }
    let forced = unsafe try use(matcher) { (matcher) throws(MaskingError) in
      try matcher.forcedTokens(remaining: remaining, limit: capacity)
    }
    if !forced.isEmpty {
      let tokens = unsafe try required(tokens, "tokens")
      for (index, token) in forced.enumerated() { unsafe tokens[index] = Int32(token.rawValue) }
    }
    unsafe count.pointee = forced.count
  }
}

@_cdecl("sluice_matcher_rollback")
public func sluiceMatcherRollback(_ matcher: OpaquePointer?, _ count: Int) -> Int32 {
  call { () throws(Failure) in
    let taken = unsafe try use(matcher) { matcher -> Int? in
      guard (0...matcher.count).contains(count) else { return matcher.count }
      matcher.rollback(count)
      return nil
    }
    if let taken { throw .argument("\(count) tokens can't be taken back: \(taken) were taken") }
  }
}

@_cdecl("sluice_matcher_count")
public func sluiceMatcherCount(_ matcher: OpaquePointer?, _ count: UnsafeMutablePointer<Int>?) -> Int32 {
  call { () throws(Failure) in
    let count = unsafe try required(count, "count")
    unsafe count.pointee = try use(matcher) { $0.count }
  }
}

@_cdecl("sluice_matcher_is_accepting")
public func sluiceMatcherIsAccepting(
  _ matcher: OpaquePointer?, _ isAccepting: UnsafeMutablePointer<Int32>?
) -> Int32 {
  call { () throws(Failure) in
    let isAccepting = unsafe try required(isAccepting, "is_accepting")
    unsafe isAccepting.pointee = try use(matcher) { (matcher) throws(MaskingError) in try matcher.isAccepting } ? 1 : 0
  }
}

@_cdecl("sluice_matcher_is_finished")
public func sluiceMatcherIsFinished(
  _ matcher: OpaquePointer?, _ isFinished: UnsafeMutablePointer<Int32>?
) -> Int32 {
  call { () throws(Failure) in
    let isFinished = unsafe try required(isFinished, "is_finished")
    unsafe isFinished.pointee = try use(matcher) { $0.isFinished } ? 1 : 0
  }
}

@_cdecl("sluice_matcher_text")
public func sluiceMatcherText(
  _ matcher: OpaquePointer?, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ size: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let (text, size) = unsafe (try required(text, "text"), try required(size, "size"))
    unsafe try CallerMemory.give(try use(matcher) { $0.text }, text, size)
  }
}

@_cdecl("sluice_matcher_completion")
public func sluiceMatcherCompletion(
  _ matcher: OpaquePointer?, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ size: UnsafeMutablePointer<Int>?
) -> Int32 {
  call { () throws(Failure) in
    let (text, size) = unsafe (try required(text, "text"), try required(size, "size"))
    let bytes = unsafe try use(matcher) { (matcher) throws(MaskingError) in try matcher.completionText() }
    unsafe try CallerMemory.give(bytes, text, size)
  }
}

/// Runs `body` with the matcher behind a handle.
private func use<Result: Sendable>(
  _ matcher: OpaquePointer?, _ body: (inout Matcher) throws(MaskingError) -> Result
) throws(Failure) -> Result {
  let box = unsafe try Handle<MatcherBox>.object(matcher, "matcher")
  return try box.use(body)
}
