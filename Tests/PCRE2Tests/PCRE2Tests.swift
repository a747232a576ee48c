import Testing

@testable import PCRE2
