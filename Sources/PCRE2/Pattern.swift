import CPCRE2

/// A compiled Perl-compatible regular expression over UTF-8 text; JIT-compiled where the machine allows.
///
/// Patterns and subjects are UTF-8 and matched by code point. A line break is a line feed alone. `\C` is refused, as
/// it could end a match inside a code point.
///
/// `@unchecked Sendable`: both C objects are written in `init` only. PCRE2 reads compiled code and match contexts
/// during a match and keeps all that changes in the match data (pcre2api, "Multithreading"), which each search makes
/// for itself; the JIT uses the calling thread's stack.
@safe package final class Pattern: @unchecked Sendable {
  /// Steps that a search may backtrack at one start position before it is given up.
  package static let defaultMatchLimit: UInt32 = 1_000_000
  /// KiB that the interpreter may take for its frames; the JIT takes no heap.
  private static let heapLimit: UInt32 = 64 * 1024

  private let code: OpaquePointer
  private let context: OpaquePointer
  private let matchLimit: UInt32

  /// - Throws: `invalidPattern` when the text is no pattern.
  package init(
    _ pattern: String, options: PatternOptions = [], matchLimit: UInt32 = Pattern.defaultMatchLimit
  ) throws(PCRE2Error) {
    let compileContext = unsafe pcre2_compile_context_create_8(nil)
    defer { unsafe pcre2_compile_context_free_8(compileContext) }
    unsafe pcre2_set_newline_8(compileContext, UInt32(PCRE2_NEWLINE_LF))
    unsafe pcre2_set_compile_extra_options_8(compileContext, options.extra)

    var failure: Int32 = 0
    var offset = 0
    let flags = options.compile | PCRE2_UTF | (options.contains(.literal) ? 0 : PCRE2_NEVER_BACKSLASH_C)
    let compiled = unsafe pattern.utf8.span.withUnsafeBufferPointer { text in
      unsafe pcre2_compile_8(text.baseAddress, text.count, flags, &failure, &offset, compileContext)
    }
    guard let compiled = unsafe compiled else {
      throw .invalidPattern(message: Pattern.message(failure), offset: offset)
    }
    guard let context = unsafe pcre2_match_context_create_8(nil) else {
      unsafe pcre2_code_free_8(compiled)
      throw .memoryLimit
    }
    unsafe pcre2_set_match_limit_8(context, matchLimit)
    unsafe pcre2_set_heap_limit_8(context, Pattern.heapLimit)
    // Where there is no JIT, or it cannot take this pattern, the interpreter gives the same answers.
    unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    unsafe code = compiled
    unsafe self.context = context
    self.matchLimit = matchLimit
  }

  deinit {
    unsafe pcre2_code_free_8(code)
    unsafe pcre2_match_context_free_8(context)
  }

  /// Byte range of the first match that starts at `offset` or later; lookbehinds see what stands before it.
  ///
  /// - Precondition: `offset` is at the start of a code point, or at the end.
  /// - Throws: `invalidUTF8` for such a subject; `matchLimit` and `memoryLimit` when the search is given up.
  package func firstMatch(in subject: Span<UInt8>, from offset: Int = 0) throws(PCRE2Error) -> Range<Int>? {
    let data = try MatchData()
    return try search(subject, from: offset, data, flags: 0)
  }

  /// Whether the pattern matches anywhere in the subject.
  ///
  /// - Throws: as `firstMatch(in:from:)`.
  package func matches(_ subject: Span<UInt8>) throws(PCRE2Error) -> Bool { try firstMatch(in: subject) != nil }

  /// Whether the pattern matches anywhere in the text.
  ///
  /// - Throws: `matchLimit` and `memoryLimit` when the search is given up.
  package func matches(_ text: String) throws(PCRE2Error) -> Bool { try matches(text.utf8.span) }

  /// Calls `body` with the byte range of each match, from the left and without overlap.
  ///
  /// An empty match is reported unless it stands directly after another match.
  /// Complexity: the subject is validated once, not once a match.
  /// - Throws: as `firstMatch(in:from:)`.
  package func forEachMatch(in subject: Span<UInt8>, _ body: (Range<Int>) -> Void) throws(PCRE2Error) {
    let data = try MatchData()
    var offset = 0
    var previousEnd: Int?
    var flags: UInt32 = 0
    while offset <= subject.count, let match = try search(subject, from: offset, data, flags: flags) {
      // The first search has validated the whole subject.
      flags = PCRE2_NO_UTF_CHECK
      if match.isEmpty, match.upperBound == previousEnd {
        offset += 1
        while offset < subject.count, subject[offset] & 0xC0 == 0x80 { offset += 1 }
      } else {
        offset = match.upperBound
        previousEnd = offset
        body(match)
      }
    }
  }

  /// Byte ranges of the successive matches, as `forEachMatch(in:_:)` gives them.
  package func allMatches(in subject: Span<UInt8>) throws(PCRE2Error) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    try forEachMatch(in: subject) { ranges.append($0) }
    return ranges
  }

  private func search(
    _ subject: Span<UInt8>, from offset: Int, _ data: borrowing MatchData, flags: UInt32
  ) throws(PCRE2Error) -> Range<Int>? {
    precondition(offset >= 0 && offset <= subject.count, "offset \(offset) outside of \(subject.count) bytes")
    let code = unsafe self.code
    let context = unsafe self.context
    let matchData = unsafe data.pointer
    let result = unsafe subject.withUnsafeBufferPointer { bytes in
      let first = unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, offset, flags, matchData, context)
      guard first == PCRE2_ERROR_JIT_STACKLIMIT else { return first }
      // The interpreter keeps its frames on the heap and so reaches further.
      return unsafe pcre2_match_8(
        code, bytes.baseAddress, bytes.count, offset, flags | PCRE2_NO_JIT, matchData, context)
    }
    switch result {
    case 0...: return data.wholeMatch
    case PCRE2_ERROR_NOMATCH: return nil
    case PCRE2_ERROR_MATCHLIMIT: throw .matchLimit(matchLimit)
    case PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_NOMEMORY, PCRE2_ERROR_JIT_STACKLIMIT:
      throw .memoryLimit
    case PCRE2_ERROR_UTF8_ERR21...PCRE2_ERROR_UTF8_ERR1:
      throw .invalidUTF8(offset: data.failureOffset)
    default: throw .library(code: result, message: Pattern.message(result))
    }
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    var span = buffer.mutableSpan
    let length = unsafe span.withUnsafeMutableBufferPointer { room in
      unsafe pcre2_get_error_message_8(code, room.baseAddress, room.count)
    }
    return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
  }
}
