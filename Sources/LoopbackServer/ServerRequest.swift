/// Its description names method and target only: headers may carry a token and bodies secrets.
package struct ServerRequest: Sendable {
  /// As sent; not checked against a list.
  package var method: String
  /// As sent, still percent-encoded; always begins with `/`, or is `*`.
  package var target: String
  /// Host and port of a target that was sent as a whole URL.
  package var authority: String?
  /// In the order they were sent.
  package var headers: [(name: String, value: String)] = []
  /// Without the framing of chunks.
  package var body: [UInt8] = []

  /// The first value, without regard to case.
  package subscript(name: String) -> String? {
    headers.first { equalIgnoringCase($0.name, name) }?.value
  }
}

extension ServerRequest: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(method) \(target)" }
  package var customMirror: Mirror { Mirror(self, children: ["method": method, "target": target]) }
}

/// ASCII letters without regard to case.
func equalIgnoringCase(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
  func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
  return left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
}
