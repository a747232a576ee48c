import JSON
import Testing

@testable import Schema

@Suite struct SchemaDocumentTests {
  private func pointer(_ document: SchemaDocument, _ id: SchemaNodeID) -> String {
    document.location(of: id).description
  }

  @Test func placesHaveOneIdHoweverTheyAreReached() throws {
    let schema = try JSONParser.parse(
      ##"{"$defs": {"a": {"$anchor": "here"}}, "properties": {"x": {"$ref": "#here"}, "y": {"$ref": "#/$defs/a"}}}"##)
    var document = try SchemaDocument(schema)
    let firstFound = document.child(of: document.root, at: "properties", "x")
    let first = try #require(firstFound)
    let secondFound = document.child(of: document.root, at: "properties", "y")
    let second = try #require(secondFound)
    let target = try document.resolveReference(from: first)
    #expect(try document.resolveReference(from: second) == target)
    #expect(document.child(of: document.root, at: "$defs", "a") == target)
    #expect(pointer(document, target) == "#/$defs/a")
    #expect(document.child(of: document.root, at: "$defs", "b") == nil)
  }

  @Test func embeddedResourcesChangeTheBase() throws {
    let schema = try JSONParser.parse(
      ##"""
      {"$id": "https://example.com/root/", "$defs": {"a": {"$id": "a/", "$defs": {"b": {"$id": "b"}},
        "items": {"$ref": "b"}}}, "items": {"$ref": "a/"}, "not": {"$ref": "a/#/$defs/b"}}
      """##)
    var document = try SchemaDocument(schema)
    let itemsFound = document.child(of: document.root, at: "items")
    let items = try #require(itemsFound)
    let inner = try document.resolveReference(from: items)
    #expect(document[document[inner].resource].uri.description == "https://example.com/root/a/")
    let innerItemsFound = document.child(of: inner, at: "items")
    let innerItems = try #require(innerItemsFound)
    let b = try document.resolveReference(from: innerItems)
    #expect(document[document[b].resource].uri.description == "https://example.com/root/a/b")
    #expect(pointer(document, b) == "https://example.com/root/#/$defs/a/$defs/b")
    let notFound = document.child(of: document.root, at: "not")
    let not = try #require(notFound)
    #expect(try document.resolveReference(from: not) == b)
  }

  @Test func metaschemasAreBuiltIn() throws {
    for draft in Draft.allCases {
      let schema = JSONValue.object(JSONObject([JSONObject.Member(key: "$ref", value: .string(draft.metaschemaURI))]))
      var document = try SchemaDocument(schema)
      let target = try document.resolveReference(from: document.root)
      #expect(document.draft(of: target) == draft)
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    var document = try SchemaDocument(["$ref": "other.json#/a"], uri: "https://example.com/x.json")
    let root = document.root
    #expect(
      throws: SchemaError.unresolvableReference(
        SchemaLocation(documentURI: "https://example.com/x.json", pointer: JSONPointer(["$ref"])),
        uri: "https://example.com/other.json#/a")
    ) { try document.resolveReference(from: root) }
    #expect(throws: SchemaError.unknownMetaschema(uri: "https://example.com/none")) {
      try SchemaDocument(["$schema": "https://example.com/none"])
    }
  }

  @Test(arguments: [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
    ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
    ("g#s", "http://a/b/c/g#s"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("..", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../../g", "http://a/g"), ("/./g", "http://a/g"),
    ("g.", "http://a/b/c/g."), ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"), ("g:h", "g:h"),
  ])
  func referencesResolveAsInRFC3986(reference: String, expected: String) {
    let base = URIReference("http://a/b/c/d;p?q")
    #expect(URIReference(reference).resolved(against: base).description == expected)
  }
}
