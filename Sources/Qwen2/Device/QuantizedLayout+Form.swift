package import CPUBackend
package import CUDABackend

extension QuantizedLayout {
  /// That of packed matrices of a form, with so many columns.
  package init(_ form: Quantization, cols: Int) {
    let tile = form.tile(cols: cols)
    self.init(
      isNarrow: form.element == .int4, groupSize: form.groupSize, hasWideScales: form.scaleType == .f32,
      offsetsAt: tile.offsets, codesAt: tile.codes, tileBytes: tile.bytes)
  }
}
