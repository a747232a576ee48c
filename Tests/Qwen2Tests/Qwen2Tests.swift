import Testing

@testable import Qwen2
