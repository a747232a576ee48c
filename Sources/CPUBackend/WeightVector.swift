import CKernels
package import Tensors

/// A small vector of weights (a bias or a norm's factors), widened to f32.
package struct WeightVector: Sendable {
  let values: FloatVector
  package var count: Int { values.count }

  /// A copy of a tensor of one dimension.
  package init(_ tensor: Tensor) throws(TensorError) {
    let type = try tensor.kernelType
    values = unsafe FloatVector(count: tensor.elementCount) { out in
      unsafe sl_widen(InstructionSet.best.code, type, tensor.bytes.baseAddress, tensor.elementCount, out)
    }
  }

  package init(_ values: [Float]) {
    self.values = unsafe FloatVector(count: values.count) { out in
      for (place, value) in values.enumerated() { unsafe out[place] = value }
    }
  }

  /// A copy of the values.
  package var array: [Float] { unsafe Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// Address of the first value; valid while this vector lives.
  var pointer: UnsafePointer<Float> { unsafe values.pointer }
}

/// Immutable f32 values at a fixed address, shared by reference.
@safe final class FloatVector: @unchecked Sendable {
  // Sendable: the values are written before `init` returns and never after.
  let pointer: UnsafePointer<Float>
  let count: Int

  init(count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: max(count, 1))
    unsafe memory.initialize(repeating: 0, count: max(count, 1))
    unsafe fill(memory)
    unsafe pointer = UnsafePointer(memory)
    self.count = count
  }

  deinit { unsafe pointer.deallocate() }
}
