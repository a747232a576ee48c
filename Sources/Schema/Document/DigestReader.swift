import Automata
import JSON

/// Reads a schema for what it says, annotations aside, and mixes that.
struct DigestReader {
  private let draft: Draft
  /// Values that are read at most.
  private let limit: Int
  private(set) var mixer: KeyMixer
  /// Values read.
  private(set) var size = 0

  init(draft: Draft, resource: SchemaResourceID, limit: Int) {
    self.draft = draft
    self.limit = limit
    mixer = KeyMixer(seed: Int(resource.index))
  }

  mutating func read(schema value: JSONValue) {
    guard case .object(let keywords) = value else { return read(value) }
    size += 1
    for member in keywords.members where size < limit {
      if SchemaDocument.isAnnotation(member.key, in: draft) { continue }
      mixer.add(member.key)
      switch (SubschemaKeywords.shape(of: member.key, in: draft), member.value) {
      case (.array, .array(let schemas)), (.schemaOrArray, .array(let schemas)):
        for schema in schemas where size < limit { read(schema: schema) }
      case (.map, .object(let schemas)), (.mapWithNameLists, .object(let schemas)):
        for schema in schemas.members where size < limit {
          mixer.add(schema.key)
          read(schema: schema.value)
        }
      case (.schema, .object), (.schemaOrArray, .object): read(schema: member.value)
      default: read(member.value)
      }
    }
  }

  private mutating func read(_ value: JSONValue) {
    size += 1
    if size >= limit { return }
    switch value {
    case .null: mixer.add(0)
    case .bool(let flag): mixer.add(flag ? 1 : 2)
    case .number(let number): mixer.add(ExactString(number.text))
    case .string(let text): mixer.add(text)
    case .array(let items):
      mixer.add(items.count)
      for item in items where size < limit { read(item) }
    case .object(let object):
      mixer.add(object.count)
      for member in object.members where size < limit {
        mixer.add(member.key)
        read(member.value)
      }
    }
  }
}
