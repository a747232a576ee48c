// Prints the table of Sources/Automata/Regex/Syntax/IdentifierCharacters.swift from the standard library:
//   swiftc -O tools/identifier-classes.swift -o /tmp/identifier-classes && /tmp/identifier-classes
var entries: [UInt32] = []
var last: UInt32 = 0
for value in UInt32(0)...0x10FFFF {
  let properties = Unicode.Scalar(value)?.properties
  let kind: UInt32 = properties.map { $0.isIDStart ? 2 : $0.isIDContinue ? 1 : 0 } ?? 0
  if kind != last { entries.append(value << 2 | kind) }
  last = kind
}
var line = "   "
for entry in entries {
  let word = " 0x\(String(entry, radix: 16, uppercase: true)),"
  if line.utf8.count + word.utf8.count > 120 {
    print(line)
    line = "   "
  }
  line += word
}
print(line)
