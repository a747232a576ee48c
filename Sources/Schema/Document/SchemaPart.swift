/// A schema directly below a root that means the same in every root: all that a value can come to from it is plain, and
/// refers to nothing and has no identifier. It has been checked.
struct SchemaPart: Sendable {
  let node: SchemaNodeID
  let dialect: Dialect
}
