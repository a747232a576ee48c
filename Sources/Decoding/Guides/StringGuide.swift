import JSON
import Masking
import Tokenizer

/// Keeps a text within what a schema says of strings. The model writes it as a JSON string; given out is the string's
/// value.
struct StringGuide: OutputGuide {
  private var document: DocumentGuide
  private var value = StringValue()

  /// - Throws: `GenerationError.budgetTooSmall`, as `DocumentGuide`.
  init(_ constraint: DocumentConstraint, budget: Int) throws(GenerationError) {
    document = try DocumentGuide(constraint, budget: budget)
  }

  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep { try document.step(remaining: remaining) }

  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    guard let pieces = try document.take(token) else { return nil }
    return try read(pieces)
  }

  mutating func finish() throws(GenerationError) -> [OutputPiece] { try read(document.finish()) }

  func checkedText() throws(GenerationError) -> String {
    let text = try document.checkedText()
    do throws(JSONParseError) {
      // A schema that is only for strings has no other values.
      guard let value = try JSONParser.parse(text).stringValue else { preconditionFailure("the document is a string") }
      return value
    } catch {
      throw .invalidDocument(.notJSON(error, text: text))
    }
  }

  private mutating func read(_ pieces: [OutputPiece]) throws(GenerationError) -> [OutputPiece] {
    var text = ""
    for case .text(let piece) in pieces {
      do throws(JSONParseError) {
        text += try value.append(piece)
      } catch {
        throw .invalidDocument(.notJSON(error, text: piece))
      }
    }
    return OutputPiece.pieces(of: text)
  }
}
