package import CPUBackend
import Glibc
import JSON
import Tensors

/// Writes a checkpoint with its matrices rounded and packed, so that loading it maps them and rounds nothing.
package struct QuantizedCheckpoint {
  private let source: String
  private let file: ConfigFile
  private let config: Qwen2Config
  private let checkpoint: Checkpoint
  private let forms: WeightForms
  private let backend: CPUBackend

  /// Reads a Hugging Face directory of a model in floats.
  package init(of directory: String, _ element: Quantization.Element, backend: CPUBackend) throws(ModelError) {
    file = try ConfigFile(path: directory + "/config.json")
    config = try Qwen2Config(file)
    guard try CheckpointFormat(file) == .floats else { throw .alreadyQuantized(directory: directory) }
    checkpoint = try onDisk { () throws(TensorError) in try Checkpoint(directory: directory) }
    source = directory
    forms = WeightForms(element)
    self.backend = backend
  }

  /// Bytes of the tensors that were written.
  package struct Size: Sendable {
    package let before: Int
    package let after: Int
  }

  /// Writes to a directory that has no model yet, making it if need be, and nothing over a file that is there. The
  /// configuration comes last: without it the directory is no model.
  package func write(to directory: String) throws(ModelError) -> Size {
    guard unsafe mkdir(directory, 0o777) == 0 || errno == EEXIST else {
      throw .tensors(.fileUnwritable(path: directory, code: errno))
    }
    let copied = Self.companions.filter { unsafe access(source + "/" + $0, F_OK) == 0 }
    for name in ["config.json", "model.safetensors"] + copied
    where unsafe access(directory + "/" + name, F_OK) == 0 {
      throw .tensors(.fileUnwritable(path: directory + "/" + name, code: EEXIST))
    }
    let weights = directory + "/model.safetensors"
    let size: Size
    // Under another name until it is whole, so that what is cut off can be done once more.
    do throws(ModelError) {
      size = try writeTensors(weights + ".partial")
    } catch {
      _ = unsafe unlink(weights + ".partial")
      throw error
    }
    guard unsafe rename(weights + ".partial", weights) == 0 else {
      throw .tensors(.fileUnwritable(path: weights, code: errno))
    }
    for name in copied {
      let bytes = try onDisk { () throws(TensorError) in try FileMapping.read(path: source + "/" + name) }
      try put(bytes, directory + "/" + name)
    }
    var object = file.object
    object["quantization_config"] = forms.json
    try put(Array((JSONWriter.write(.object(object), style: .pretty) + "\n").utf8), directory + "/config.json")
    return size
  }

  private func writeTensors(_ path: String) throws(ModelError) -> Size {
    var tensors: [(tensor: Tensor, form: Quantization?)] = []
    for name in checkpoint.tensorNames.sorted() {
      let tensor = try onDisk { () throws(TensorError) in try checkpoint.tensor(name) }
      var form: Quantization?
      if name.hasSuffix(".weight"), tensor.shape.count == 2, let own = forms.form(of: String(name.dropLast(7))),
        own.divides(cols: tensor.shape[1])
      {
        form = own
      }
      tensors.append((tensor, form))
    }
    // Matrices first: their sizes are multiples of 64 bytes, and so they all begin at one.
    tensors.sort { ($0.form == nil ? 1 : 0, $0.tensor.name) < ($1.form == nil ? 1 : 0, $1.tensor.name) }
    let entries = tensors.map { tensor, form in
      guard let form else {
        return SafetensorsWriter.Entry(name: tensor.name, type: tensor.type, shape: tensor.shape)
      }
      let name = String(tensor.name.dropLast(7)) + WeightReader.packedSuffix
      return SafetensorsWriter.Entry(
        name: name, type: .u8, shape: [form.bytes(rows: tensor.shape[0], cols: tensor.shape[1])])
    }
    var (before, after) = (0, 0)
    var writer = try onDisk { () throws(TensorError) in try SafetensorsWriter(path: path, entries) }
    for (tensor, form) in tensors {
      before += unsafe tensor.bytes.count
      if let form {
        let matrix = try backend.quantized(tensor, to: form)
        after += matrix.byteCount
        try onDisk { () throws(TensorError) in unsafe try writer.write(matrix.packedBytes) }
      } else {
        after += unsafe tensor.bytes.count
        try onDisk { () throws(TensorError) in unsafe try writer.write(tensor.bytes) }
      }
    }
    try onDisk { () throws(TensorError) in try writer.finish() }
    return Size(before: before, after: after)
  }

  /// What belongs to a model beside its weights, where it is there.
  private static let companions = [
    "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "vocab.json", "merges.txt", "chat_template.jinja", "LICENSE", "README.md",
  ]

  private func put(_ bytes: [UInt8], _ path: String) throws(ModelError) {
    guard let file = unsafe fopen(path, "w") else { throw .tensors(.fileUnwritable(path: path, code: errno)) }
    let written = unsafe fwrite(bytes, 1, bytes.count, file)
    let closed = unsafe fclose(file)
    guard written == bytes.count, closed == 0 else { throw .tensors(.fileUnwritable(path: path, code: errno)) }
  }
}

/// Runs work on files, whose errors are the model's.
private func onDisk<Value: ~Copyable>(_ body: () throws(TensorError) -> Value) throws(ModelError) -> Value {
  do throws(TensorError) {
    return try body()
  } catch {
    throw .tensors(error)
  }
}
