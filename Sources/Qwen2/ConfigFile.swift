import JSON
import Tensors

/// Typed access to the fields of a JSON configuration file.
struct ConfigFile {
  let path: String
  let object: JSONObject

  init(path: String) throws(ModelError) {
    let bytes: [UInt8]
    do throws(TensorError) {
      bytes = try FileMapping.read(path: path)
    } catch {
      throw .tensors(error)
    }
    try self.init(path: path, bytes: bytes)
  }

  init(path: String, bytes: [UInt8]) throws(ModelError) {
    let value: JSONValue
    do throws(JSONParseError) {
      value = try JSONParser.parse(bytes: bytes)
    } catch {
      throw .invalidJSON(file: path, error)
    }
    guard let object = value.objectValue else { throw .invalidField(file: path, field: "", expected: .object) }
    self.init(path: path, object: object)
  }

  private init(path: String, object: JSONObject) {
    self.path = path
    self.object = object
  }

  /// The field's value, nil when it is absent or null.
  func value(_ field: ExactString) -> JSONValue? {
    guard let value = object[field], !value.isNull else { return nil }
    return value
  }

  func invalid(_ field: ExactString, _ expected: ModelError.Expectation) -> ModelError {
    .invalidField(file: path, field: field.text, expected: expected)
  }

  /// The error that refuses the field's value by name.
  func unsupported(_ field: ExactString) -> ModelError {
    .unsupported(file: path, field: field.text, value: JSONWriter.write(object[field] ?? .null))
  }

  /// A positive integer of at most 31 bits, so that products of two fit.
  func size(_ field: ExactString, default standard: Int? = nil) throws(ModelError) -> Int {
    guard let value = value(field) else {
      guard let standard else { throw invalid(field, .positiveInteger) }
      return standard
    }
    guard let size = value.integerValue, size > 0, size <= Int(Int32.max) else {
      throw invalid(field, .positiveInteger)
    }
    return size
  }

  func number(_ field: ExactString, default standard: Double) throws(ModelError) -> Double {
    guard let value = value(field) else { return standard }
    guard let number = value.numberValue?.double, number > 0, number.isFinite else {
      throw invalid(field, .positiveNumber)
    }
    return number
  }

  func flag(_ field: ExactString, default standard: Bool) throws(ModelError) -> Bool {
    guard let value = value(field) else { return standard }
    guard let flag = value.boolValue else { throw invalid(field, .boolean) }
    return flag
  }

  func strings(_ field: ExactString) throws(ModelError) -> [String]? {
    guard let value = value(field) else { return nil }
    guard let items = value.arrayValue else { throw invalid(field, .strings) }
    var strings: [String] = []
    for item in items {
      guard let string = item.stringValue else { throw invalid(field, .strings) }
      strings.append(string)
    }
    return strings
  }

  /// One token id or several; empty when the field is absent.
  func tokens(_ field: ExactString) throws(ModelError) -> [Int32] {
    guard let value = value(field) else { return [] }
    var tokens: [Int32] = []
    for item in value.arrayValue ?? [value] {
      guard let token = item.integerValue.flatMap({ Int32(exactly: $0) }), token >= 0 else {
        throw invalid(field, .tokens)
      }
      tokens.append(token)
    }
    return tokens
  }

  /// The object in a field, as a file of its own.
  func section(_ field: ExactString) throws(ModelError) -> ConfigFile? {
    guard let value = value(field) else { return nil }
    guard let object = value.objectValue else { throw invalid(field, .object) }
    return ConfigFile(path: path, object: object)
  }
}
