/// The functions that expressions may call, by name.
package struct FunctionLibrary: Sendable {
  private var functions: [String: Function] = [:]

  package init(_ families: [[Function]]) {
    for function in families.joined() {
      let known = functions[function.name]?.overloads ?? []
      functions[function.name] = Function(function.name, known + function.overloads)
    }
  }

  subscript(name: String) -> Function? { functions[name] }

  /// The functions of the CEL specification.
  static let core: [[Function]] = [
    ArithmeticFunctions.all, ComparisonFunctions.all, ConversionFunctions.all, CollectionFunctions.all,
    TextFunctions.all, TimeFunctions.all,
  ]

  /// The specification's functions and its extensions for strings, optionals, math and encoders, and Kubernetes' lists,
  /// sets and searches.
  package static let standard = FunctionLibrary(
    core + [
      StringExtension.all, OptionalExtension.all, MathExtension.all, EncodersExtension.all, ListsExtension.all,
      RegexExtension.all,
    ])
}
