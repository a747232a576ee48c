import HTTPServer
import JSON

/// The page at `/`, which is no part of the API but served beside it.
enum ConsoleDescription: EndpointFamily {
  static let tag = "console"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let file = OperationParameter(
      place: .path, name: "file", schema: Shape.text, description: "A file that the page names.")
    return [
      Operation(
        method: .get, path: "/", id: "getConsole", summary: "The console",
        answers: [OperationAnswer("The page.", content([ConsoleFiles.page]))]),
      Operation(
        method: .get, path: "/console/{file}", id: "getConsoleFile", summary: "What the console's page is made of",
        parameters: [file], answers: [OperationAnswer("The file.", content(ConsoleFiles.all.names))],
        errors: [.http(.noSuchPath(""))]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] { [] }

  private static func content(_ names: [String]) -> [(type: String, schema: JSONValue)] {
    Set(names.compactMap { ConsoleFiles.type(of: $0) }).sorted().map { ($0, Shape.text) }
  }
}
