import AppStoreConnect
import Cryptography
import Diagnostics
import YAML

extension DesiredStateDecoder {
  enum SecretField: String, FieldKey { case env, file, command }

  /// Anyone who mistakes `secret` for the place of the value has put a secret into the file: those errors
  /// neither repeat what stands there nor show the line.
  mutating func decodeSecret(_ pair: Node.Pair?, file: SourceFile) -> Field<SecretSource> {
    guard let node = pair?.value else { return .absent }
    let remedy = "name the source: 'secret: { env: NAME }', '{ file: PATH }' or '{ command: [PROGRAM, …] }'"
    guard node.kind == .mapping else {
      report(
        node.kind == .null || node.kind == .sequence
          ? "'secret' must be a mapping, not \(node.kindName)"
          : "'secret' must not contain the secret itself",
        at: node.range, remedy: remedy, sensitive: true)
      return .invalid
    }
    // Nearly all name a variable and nothing else.
    if node.pairs.count == 1, node.pairs[0].key.text(equals: SecretField.env.rawValue) {
      return environment(node.pairs[0].value).map { .value($0, node.range) } ?? .invalid
    }
    let before = diagnostics.count
    guard let fields = fields(of: node, in: "'secret'", as: SecretField.self, sensitive: true),
      diagnostics.count == before
    else { return .invalid }
    guard fields.count == 1, let entry = fields.entries.first else {
      report(
        fields.count == 0 ? "'secret' names no source" : "'secret' names more than one source",
        at: node.range, remedy: fields.count == 0 ? remedy : "keep exactly one of env, file and command")
      return .invalid
    }
    let source =
      switch entry.key {
      case .env: environment(entry.value.value)
      case .file: secretFile(entry.value.value, file: file)
      case .command: command(entry.value.value)
      }
    return source.map { .value($0, node.range) } ?? .invalid
  }

  private mutating func environment(_ node: Node) -> SecretSource? {
    // Many webhooks in a row name the same variable, which is then checked and stored once.
    if node.kind == .string, let lastEnvironmentName, node.text(equals: lastEnvironmentName) {
      return .environment(lastEnvironmentName)
    }
    let name = scalarText(node) ?? ""
    guard Self.isVariableName(name) else {
      report(
        "'env' must be the name of an environment variable", at: node.range,
        remedy: "letters, digits and '_', not beginning with a digit", sensitive: true)
      return nil
    }
    guard !CredentialVariables.names.contains(name) else {
      report(
        "'env' must not name a variable of the API key: a webhook's secret is sent to App Store Connect",
        at: node.range, remedy: "use a separate variable for the secret")
      return nil
    }
    lastEnvironmentName = name
    environmentNames.insert(name)
    return .environment(name)
  }

  static func isVariableName(_ name: String) -> Bool {
    let isDigit: (UInt8) -> Bool = { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
        true
      default: isDigit(byte)
      }
    }
  }

  private mutating func secretFile(_ node: Node, file: SourceFile) -> SecretSource? {
    guard let path = scalarText(node), !path.isEmpty, !path.utf8.contains(0) else {
      report("'file' must be a path", at: node.range, remedy: "relative to this file, or absolute")
      return nil
    }
    guard !KeyMaterial.isIn(path) else {
      report(
        "'file' must be a path, not a key", at: node.range,
        remedy: "remove the key from this file, and revoke it if others have seen it", sensitive: true)
      return nil
    }
    let slash = file.path.lastIndex(of: "/")
    return .file(path: path, directory: slash.map { String(file.path[...$0]) } ?? "")
  }

  private mutating func command(_ node: Node) -> SecretSource? {
    guard
      let items = list(
        node, "'command'", example: "[PROGRAM, ARGUMENT, …]; it runs without a shell", takesTexts: false)
    else {
      return nil
    }
    let arguments = items.compactMap { scalarText($0) }
    guard arguments.count == items.count, arguments.first?.isEmpty == false,
      !arguments.contains(where: { $0.utf8.contains(0) })
    else {
      report("'command' must be a program and its arguments, all of them strings", at: node.range)
      return nil
    }
    return .command(arguments)
  }
}
