import Dispatch
import Glibc
import JSON

/// A folder with a contract in each `<name>/<version>.json`, and an empty `<name>/<version>.retired` beside those that
/// are out of use. Names that begin with a point are not looked at.
package struct ContractFolder: Sendable {
  package struct File: Sendable, Hashable {
    package let id: ContractID
    package let path: String
  }

  struct Listing: Equatable {
    var contracts: [File] = []
    var retired: [ContractID] = []
    /// JSON files at other places.
    var strays: [String] = []
    /// Equal when nothing has changed.
    var stamps: [String: SystemFile.Stamp] = [:]
  }

  private static let contractSuffix = ".json"
  private static let retiredSuffix = ".retired"
  private static let queue = DispatchQueue(label: "contracts")

  package let path: String

  package init(path: String) { self.path = path }

  /// Makes the folder where it is not there; the one above it must be.
  package func create() throws(FileError) { try SystemFile.makeFolder(path) }

  func list() throws(FileError) -> Listing {
    var listing = Listing()
    for entry in try SystemFile.entries(of: path) {
      let folder = path + "/" + entry.name
      guard entry.isFolder else {
        if entry.name.hasSuffix(Self.contractSuffix) { listing.strays.append(folder) }
        continue
      }
      for file in try SystemFile.entries(of: folder) where !file.isFolder {
        let place = folder + "/" + file.name
        listing.stamps[place] = file.stamp
        if let id = Self.id(entry.name, file.name, Self.contractSuffix) {
          listing.contracts.append(File(id: id, path: place))
        } else if let id = Self.id(entry.name, file.name, Self.retiredSuffix) {
          listing.retired.append(id)
        } else if file.name.hasSuffix(Self.contractSuffix) {
          listing.strays.append(place)
        }
      }
    }
    listing.contracts.sort { $0.id < $1.id }
    listing.strays.sort()
    return listing
  }

  private static func id(_ name: String, _ file: String, _ suffix: String) -> ContractID? {
    guard file.hasSuffix(suffix), ContractID.isName(name) else { return nil }
    return ContractVersion(String(file.dropLast(suffix.count))).map { ContractID(name: name, version: $0) }
  }

  func read(_ file: File) throws(ContractFileProblem) -> JSONValue {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try SystemFile.read(file.path)
    } catch {
      throw ContractFileProblem(path: file.path, reason: .unreadable(error))
    }
    do throws(JSONParseError) {
      return try JSONParser.parse(bytes: bytes)
    } catch {
      throw ContractFileProblem(path: file.path, reason: .notJSON(error))
    }
  }

  /// When it returns, the contract outlives a crash of the process and of the machine; before that it is not there at
  /// all.
  func write(_ contract: Contract) async throws(FileError) {
    let text = JSONWriter.write(contract.source, style: .pretty) + "\n"
    try await put(Array(text.utf8), contract.id, Self.contractSuffix)
  }

  func markRetired(_ id: ContractID) async throws(FileError) { try await put([], id, Self.retiredSuffix) }

  /// Outside of Swift's pool, for it waits for the disk.
  private func put(_ bytes: [UInt8], _ id: ContractID, _ suffix: String) async throws(FileError) {
    let folder = path + "/" + id.name
    let outcome: Result<Void, FileError> = await withCheckedContinuation { continuation in
      Self.queue.async {
        do throws(FileError) {
          try SystemFile.makeFolder(folder)
          try SystemFile.replace(folder: folder, name: "\(id.version)\(suffix)", with: bytes)
          continuation.resume(returning: .success(()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    try outcome.get()
  }
}
