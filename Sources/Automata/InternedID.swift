/// An id of something interned: ids are counted from 0.
public protocol InternedID: InternedKey {
  var index: Int32 { get }
}
