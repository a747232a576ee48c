import Masking
import Qwen2
package import Tokenizer

/// What measurements are told beside.
extension Engine {
  /// Bytes of weights that a step of decoding reads.
  package var bytesPerStep: Int { model.bytesPerStep }
  package var computesInFloat32: Bool { model.isFloat32 }
  package var endTokens: [TokenID] { vocabulary.endTokens }
}
