/// How a schema is read where the specification leaves a choice.
public struct SchemaOptions: Sendable, Hashable {
  public enum FormatMode: Sendable, Hashable {
    /// `format` says nothing about validity, unless the metaschema has the format-assertion vocabulary.
    case annotation
    /// A string that is not of its `format` is invalid. Unknown formats remain annotations.
    case assertion
  }

  public enum UnknownMetaschema: Sendable, Hashable {
    /// A `$schema` that neither is official nor in the registry is an error.
    case refused
    /// It is read as the default draft.
    case usesDefaultDraft
  }

  /// For schemas without `$schema`.
  public var defaultDraft: Draft
  public var formats: FormatMode
  public var unknownMetaschema: UnknownMetaschema
  /// Whether `dependencies` still holds in 2019-09 and later, which replaced it.
  public var keepsOldDependencies: Bool

  public init(
    defaultDraft: Draft = .draft2020, formats: FormatMode = .annotation,
    unknownMetaschema: UnknownMetaschema = .refused, keepsOldDependencies: Bool = false
  ) {
    self.defaultDraft = defaultDraft
    self.formats = formats
    self.unknownMetaschema = unknownMetaschema
    self.keepsOldDependencies = keepsOldDependencies
  }
}
