package import CPUBackend
import Masking
import Qwen2
package import Tokenizer

/// What measurements are told beside.
extension Engine {
  package var backend: CPUBackend { model.backend }
  /// Bytes of weights that a step of decoding reads.
  package var bytesPerStep: Int { model.bytesPerStep }
  package var endTokens: [TokenID] { vocabulary.endTokens }
}
