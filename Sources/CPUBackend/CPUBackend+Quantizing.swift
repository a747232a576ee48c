import CKernels
package import Tensors

extension CPUBackend {
  /// A tensor of shape [rows, cols] in a float type, rounded to the nearest that the form has. `cols` must be whole
  /// groups. Groups without offsets are about 0, others between their smallest and largest weight.
  package func quantize(_ tensor: Tensor, to form: Quantization) throws(QuantizingError) -> WeightMatrix {
    precondition(tensor.shape.count == 2 && form.divides(cols: tensor.shape[1]))
    let (rows, cols) = (tensor.shape[0], tensor.shape[1])
    let type = try tensor.quantizableType
    let memory = try WeightMemory(quantizing: form.bytes(rows: rows, cols: cols))
    var matrix = unsafe form.matrix(rows: rows, cols: cols, base: nil)
    unsafe sl_quantize(isa, pool, type, tensor.bytes.baseAddress, &matrix, memory.pointer)
    return WeightMatrix(packed: memory, form, rows: rows, cols: cols)
  }
}
