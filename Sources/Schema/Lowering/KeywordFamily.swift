import Automata
import JSON

/// A schema object whose keywords are being lowered.
struct SchemaView {
  let node: SchemaNodeID
  /// The scope inside the schema's resource.
  let scope: ScopeID
  let keywords: JSONObject
  let draft: Draft
  /// The families that have a keyword here.
  let families: [any KeywordFamily.Type]

  init(node: SchemaNodeID, scope: ScopeID, keywords: JSONObject, draft: Draft) {
    self.node = node
    self.scope = scope
    self.keywords = keywords
    self.draft = draft
    families = KeywordFamilies.present(in: keywords)
  }

  var schema: ScopedSchema { ScopedSchema(node: node, scope: scope) }
}

/// A family of keywords that belong together: what they say of a value, by its type.
///
/// A family says nothing of the types that it does not mention. To teach the masks a keyword, write a family in its own
/// file and add it to `KeywordFamilies.all`.
protocol KeywordFamily: SendableMetatype {
  static var keywords: [ExactString] { get }

  /// The condition on values of every type, for keywords that apply other schemas in place.
  static func formula(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> FormulaID
  static func literals(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> LiteralSet
  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID
  static func numbers(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> NumberSet
  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID
  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID
}

extension KeywordFamily {
  static func formula(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> FormulaID { .always }
  static func literals(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> LiteralSet { .all }
  static func strings(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> RegexID { .anything }
  static func numbers(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> NumberSet { .all }
  static func arrays(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> ResidualID { .always }
  static func objects(_: SchemaView, in _: inout FormulaSpace) throws(SchemaError) -> ResidualID { .always }
}

/// The families that the masks enforce.
enum KeywordFamilies {
  static let all: [any KeywordFamily.Type] = [
    TypeFamily.self, ConstantFamily.self, ReferenceFamily.self, ApplicatorFamily.self, StringFamily.self,
    FormatFamily.self, NumberFamily.self, ArrayFamily.self, ObjectFamily.self, UnevaluatedFamily.self,
  ]

  static let byKeyword = KeywordMap(
    all.enumerated().flatMap { index, family in family.keywords.map { ($0, index) } })

  static func present(in keywords: JSONObject) -> [any KeywordFamily.Type] {
    var present: UInt32 = 0
    for member in keywords.members {
      if let family = byKeyword[member.key] { present |= 1 &<< UInt32(family) }
    }
    return all.indices.compactMap { present >> UInt32($0) & 1 == 1 ? all[$0] : nil }
  }

  /// Keywords that constrain and that no family enforces, with the drafts that have them: none at present.
  static let refused: [ExactString: ClosedRange<Draft>] = [:]

  /// Whether a schema of the draft is refused because of a keyword.
  static func isRefused(_ member: JSONObject.Member, in draft: Draft) -> Bool {
    refused[member.key]?.contains(draft) == true
  }
}
