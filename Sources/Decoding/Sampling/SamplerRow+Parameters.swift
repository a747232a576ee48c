package import CUDABackend

extension SamplerRow {
  /// A draw with these parameters on a GPU. `unit` is the random number within 0..<1; mask, biases and history are the
  /// caller's to set.
  package init(_ parameters: SamplingParameters, unit: Double) {
    self.init()
    self.unit = unit
    topP = parameters.topP
    inverseTemperature = parameters.inverseTemperature
    minP = Float(parameters.minP)
    repetition = Float(parameters.repetitionPenalty)
    presence = Float(parameters.presencePenalty)
    frequency = Float(parameters.frequencyPenalty)
    greedy = parameters.isGreedy ? 1 : 0
    topK = Int32(clamping: parameters.topK)
  }
}
