import Glibc
import JSON

/// The tensors of a Hugging Face model directory: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` names.
package struct Checkpoint: Sendable {
  package let shards: [SafetensorsFile]
  /// Index into `shards` by tensor name.
  private let places: [String: Int]

  package init(directory: String) throws(TensorError) {
    let single = directory + "/model.safetensors"
    let index = single + ".index.json"
    if Self.exists(single) {
      let file = try SafetensorsFile(path: single)
      shards = [file]
      places = file.header.entries.mapValues { _ in 0 }
    } else if Self.exists(index) {
      (shards, places) = try Self.readIndex(index, directory: directory)
    } else {
      throw .noCheckpoint(directory: directory)
    }
  }

  package var tensorNames: some Collection<String> { places.keys }

  package func contains(_ name: String) -> Bool { places[name] != nil }

  package func tensor(_ name: String) throws(TensorError) -> Tensor {
    guard let place = places[name], let tensor = shards[place].tensor(name) else { throw .missingTensor(name: name) }
    return tensor
  }

  /// The tensor of that name and exactly that shape.
  package func tensor(_ name: String, shape: [Int]) throws(TensorError) -> Tensor {
    let tensor = try tensor(name)
    guard tensor.shape == shape else { throw .wrongShape(tensor: name, expected: shape, found: tensor.shape) }
    return tensor
  }

  /// Asks the system to read all files ahead of their use.
  package func prefetch() {
    for shard in shards { shard.prefetch() }
  }

  private static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private static func readIndex(
    _ path: String, directory: String
  ) throws(TensorError) -> (shards: [SafetensorsFile], places: [String: Int]) {
    let bytes = try FileMapping.read(path: path)
    let index: JSONValue
    do throws(JSONParseError) {
      index = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .invalidIndex(file: path, .notJSON(error))
    }
    guard let map = index["weight_map"]?.objectValue else { throw .invalidIndex(file: path, .noWeightMap) }
    var shards: [SafetensorsFile] = []
    var numbers: [ExactString: Int] = [:]
    var places: [String: Int] = [:]
    for member in map.members {
      let tensor = member.key.text
      guard case .string(let shard) = member.value, isPlainName(shard) else {
        throw .invalidIndex(file: path, .invalidShardName(tensor: tensor))
      }
      let number: Int
      if let known = numbers[shard] {
        number = known
      } else {
        number = shards.count
        shards.append(try SafetensorsFile(path: directory + "/" + shard.text))
        numbers[shard] = number
      }
      guard shards[number].header.entries[tensor] != nil else {
        throw .invalidIndex(file: path, .tensorNotInShard(tensor: tensor, shard: shard.text))
      }
      places[tensor] = number
    }
    return (shards, places)
  }

  /// An index comes with a download; it must not reach outside its directory.
  private static func isPlainName(_ name: ExactString) -> Bool {
    !name.utf8.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
