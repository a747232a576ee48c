import Testing

@testable import Gateway

@Suite struct HostFieldTests {
  @Test(arguments: [
    ("localhost", false), ("localhost:8080", false), ("LOCALHOST", false), ("127.0.0.1:8080", false),
    ("[::1]:8080", false), ("10.0.0.7", false), ("a", false), ("gateway.internal", false),
    ("box.local:80", false), ("x.localhost", false), ("", false), ("evil.example", true), ("Evil.Example:8080", true),
    ("127.0.0.1.evil.example", true),
  ])
  func namesOfThePublicInternet(_ field: String, _ isPublic: Bool) {
    #expect(HostField.isPublicName(field) == isPublic)
  }
}
