import JSON

/// What documents of a measurement are: orders with their items, each value of a usual length.
enum BenchDocuments {
  static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "customer": ["type": "string", "minLength": 1, "maxLength": 24], "date": ["type": "string", "format": "date"],
      "status": ["enum": ["open", "paid", "shipped", "returned"]],
      "items": [
        "type": "array", "minItems": 2, "maxItems": 4,
        "items": [
          "type": "object",
          "properties": [
            "name": ["type": "string", "minLength": 1, "maxLength": 24],
            "count": ["type": "integer", "minimum": 1, "maximum": 99],
            "price": ["type": "number", "minimum": 0, "maximum": 9999, "multipleOf": .number(JSONNumber(0.01))],
          ],
          "required": ["name", "count", "price"], "additionalProperties": false,
        ],
      ],
    ],
    "required": ["customer", "date", "status", "items"], "additionalProperties": false,
  ]
  /// More than a document has.
  static let budget = 384

  /// An order told in words.
  static func text(_ number: Int) -> String {
    let people = ["Josephine Abernathy", "Mohammed Al-Rashid", "Katarzyna Nowakowska", "Luis Fernandez Ortega"]
    let things = ["desk lamp with dimmer", "walnut bookshelf", "office chair Helsinki", "filing cabinet, grey"]
    func pick(_ list: [String], _ offset: Int) -> String { list[(number + offset) % list.count] }
    let items = (0..<2 + number % 3).map { item in
      "\(1 + (number + item) % 9) of \(pick(things, item)) for \(19 + 7 * item + number % 50).\(10 + number % 90) each"
    }
    let status = ["open", "paid", "shipped", "returned"][number % 4]
    let day = "2024-\(number % 3 + 10)-\(number % 18 + 10)"
    return "On \(day) \(pick(people, 0)) ordered \(items.joined(separator: ", ")). The order is \(status)."
  }
}
