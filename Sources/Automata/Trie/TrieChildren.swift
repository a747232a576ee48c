/// The children of each node of a token tree side by side, for walks that follow few of them.
package struct TrieChildren: Sendable {
  /// By node and one more at the front for the root: where its children start in `bytes` and `nodes`.
  let offsets: ContiguousArray<Int32>
  /// Ascending within a node.
  let bytes: ContiguousArray<UInt8>
  let nodes: ContiguousArray<Int32>

  init(_ trie: TokenTrie) {
    let count = trie.nodes.count
    var offsets = ContiguousArray<Int32>()
    var bytes = ContiguousArray<UInt8>()
    var nodes = ContiguousArray<Int32>()
    offsets.reserveCapacity(count + 2)
    bytes.reserveCapacity(count)
    nodes.reserveCapacity(count)
    for parent in -1..<count {
      offsets.append(Int32(bytes.count))
      var child = parent + 1
      let end = parent < 0 ? count : parent + Int(trie.nodes[parent] &>> 16 & 0xFF_FFFF)
      while child < end {
        bytes.append(UInt8(truncatingIfNeeded: trie.nodes[child]))
        nodes.append(Int32(child))
        child += Int(trie.nodes[child] &>> 16 & 0xFF_FFFF)
      }
    }
    offsets.append(Int32(bytes.count))
    self.offsets = offsets
    self.bytes = bytes
    self.nodes = nodes
  }

  /// The child of a node, -1 for the root, by a byte.
  func child(of node: Int, by byte: UInt8) -> Int? {
    var (low, high) = (Int(offsets[node + 1]), Int(offsets[node + 2]))
    let end = high
    while low < high {
      let middle = (low + high) / 2
      if bytes[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return low < end && bytes[low] == byte ? Int(nodes[low]) : nil
  }
}
