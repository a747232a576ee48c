/// How much the journal keeps. The oldest records go first.
package struct Retention: Sendable, Hashable {
  /// In seconds; nil keeps records of any age.
  package var maximumAge: Int64? = 30 * 86_400
  /// Of all records together, in bytes of their contents; nil sets no limit. The file is somewhat larger.
  package var maximumBytes: Int64? = 256 << 20

  package init() {}

  package init(maximumAge: Int64?, maximumBytes: Int64?) {
    self.maximumAge = maximumAge
    self.maximumBytes = maximumBytes
  }
}
