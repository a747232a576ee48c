import CPCRE2

/// Owner of what one search at a time writes: where the whole match stands. Groups are not kept.
@safe struct MatchData: ~Copyable {
  let pointer: OpaquePointer

  init() throws(PCRE2Error) {
    guard let data = unsafe pcre2_match_data_create_8(1, nil) else { throw .memoryLimit }
    unsafe pointer = data
  }

  deinit { unsafe pcre2_match_data_free_8(pointer) }

  /// Byte range of the match; meaningful after a search that found one.
  var wholeMatch: Range<Int> {
    let bounds = unsafe pcre2_get_ovector_pointer_8(pointer)!
    // `\K` inside a lookahead can put the start after the end.
    return unsafe min(bounds[0], bounds[1])..<bounds[1]
  }

  /// Byte at which the subject stops being UTF-8; meaningful after a search that ended in that error.
  var failureOffset: Int { unsafe Int(pcre2_get_startchar_8(pointer)) }
}
