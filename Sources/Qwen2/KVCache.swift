import CPUBackend

/// Keys and values of one sequence, in f32: [layers][kvHeads][capacity][headDim] each.
struct KVCache: ~Copyable {
  let capacity: Int
  private let headDim: Int
  private let kvHeads: Int
  /// Floats of all keys; the values follow them.
  private let plane: Int
  private let memory: FloatBuffer

  init(_ config: Qwen2Config, capacity: Int) throws(BackendError) {
    let (plane, overflow) = (config.layers * config.kvWidth).multipliedReportingOverflow(by: 2 * capacity)
    guard !overflow else { throw .outOfMemory(bytes: Int.max) }
    memory = try FloatBuffer(count: plane)
    self.plane = plane / 2
    self.capacity = capacity
    headDim = config.headDim
    kvHeads = config.kvHeads
  }

  private func start(_ layer: Int) -> Int { layer * kvHeads * capacity * headDim }

  func layerKeys(_ layer: Int) -> UnsafePointer<Float> { unsafe UnsafePointer(memory.pointer + start(layer)) }
  func layerValues(_ layer: Int) -> UnsafePointer<Float> { unsafe UnsafePointer(memory.pointer + plane + start(layer)) }

  /// Stores the keys and values [kvHeads][headDim] of one position.
  func store(layer: Int, position: Int, keys newKeys: UnsafePointer<Float>, values newValues: UnsafePointer<Float>) {
    precondition(position < capacity)
    for head in 0..<kvHeads {
      let place = start(layer) + (head * capacity + position) * headDim
      unsafe (memory.pointer + place).update(from: newKeys + head * headDim, count: headDim)
      unsafe (memory.pointer + plane + place).update(from: newValues + head * headDim, count: headDim)
    }
  }
}
