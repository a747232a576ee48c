extension KernelSource {
  /// Translates every kernel for the oldest and the newest generation that is supported, in every element type and with
  /// usual shapes of attention heads. Needs NVRTC and no GPU.
  ///
  /// - Returns: what was translated, with the size of the machine code.
  package static func compileAll() throws(CUDAError) -> [(name: String, architecture: String, bytes: Int)] {
    let (nvrtc, _) = try CUDALibraries.compiler()
    let shapes = [(64, 7), (128, 7), (128, 4), (32, 3), (80, 1)].map { (headDim, group) in
      ["HEAD_DIM=\(headDim)", "GROUP=\(group)", "PAGE=\(DeviceCache.pageTokens)"]
    }
    var done: [(name: String, architecture: String, bytes: Int)] = []
    for architecture in ["sm_80", "sm_90"] {
      func add(_ source: KernelSource, _ macros: [String]) throws(CUDAError) {
        let code = try source.compile(nvrtc, architecture: architecture, macros: macros)
        let name = ([source.name] + macros).joined(separator: " ")
        done.append((name, architecture, code.count))
      }
      for element in DeviceElement.allCases {
        for shape in shapes { try add(.model, [element.macro] + shape) }
        for isNarrow in [false, true] { try add(.quantized, QuantizedKernels.macros(element, isNarrow: isNarrow)) }
      }
      try add(.sampler, [])
    }
    return done
  }
}
