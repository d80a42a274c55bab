import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CredentialLoader {
  /// `duration`, `in_house` and others are ignored; the key itself shows whether it is base64.
  private struct FastlaneFile: Decodable {
    var keyId: String?
    var issuerId: String?
    var key: String?

    enum CodingKeys: String, CodingKey {
      case keyId = "key_id"
      case issuerId = "issuer_id"
      case key
    }
  }

  func fastlaneFile(_ path: String) throws(CredentialError) -> Credentials {
    let name = Self.fastlaneFileName
    let contents = try read(path, name: name)
    let file: FastlaneFile
    do {
      file = try contents.bytes.withExposedBytes { bytes in
        try JSONDecoder().decode(FastlaneFile.self, fromBytes: Array(bytes))
      }
    } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw .malformedKeyFile(name: name, path: path, detail: "\"\(key)\" isn't a string")
    } catch DecodingError.typeMismatch {
      throw .malformedKeyFile(name: name, path: path, detail: "it isn't a JSON object")
    } catch {
      throw .malformedKeyFile(name: name, path: path, detail: "it isn't JSON")
    }
    let keyId = file.keyId.map { String($0.trimmed) } ?? ""
    let issuerId = file.issuerId.map { String($0.trimmed) } ?? ""
    let key = file.key ?? ""
    var missing: [String] = []
    if keyId.isEmpty { missing.append(FastlaneFile.CodingKeys.keyId.rawValue) }
    if key.trimmed.isEmpty { missing.append(FastlaneFile.CodingKeys.key.rawValue) }
    guard missing.isEmpty else { throw .incompleteKeyFile(name: name, path: path, missing: missing) }
    let source = CredentialSource(
      kind: .fastlaneFile, keyIdName: "\"key_id\" in \(path)", issuerIdName: "\"issuer_id\" in \(path)",
      privateKeyName: name, path: path)
    return try credentials(
      keyId: keyId, issuerId: issuerId.isEmpty ? nil : issuerId, key: Secret(key), source: source,
      warnings: contents.warnings)
  }

  /// Where Apple's own tools look for `AuthKey_<key ID>.p8`, in their order.
  static let usualFolders = [
    "./private_keys", "~/private_keys", "~/.private_keys", "~/.appstoreconnect/private_keys",
  ]

  static func usualName(ofKey keyId: String) -> String { "AuthKey_\(keyId).p8" }

  func usualFile(
    ofKey keyId: String
  ) throws(CredentialError) -> (path: String, contents: (bytes: Secret, warnings: [String]))? {
    for folder in Self.usualFolders {
      let path = "\(folder)/\(Self.usualName(ofKey: keyId))"
      guard files.exists(place(of: path)) else { continue }
      return (path, try read(path, name: "found by its key ID"))
    }
    return nil
  }

  /// Expands `~/`, which shells leave as it is in `--option=~/…`, and CI systems in variables.
  private func place(of path: String) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return path }
    return home + path.dropFirst()
  }

  /// The file must not be empty.
  func read(
    _ path: String, name: String
  ) throws(CredentialError) -> (bytes: Secret, warnings: [String]) {
    let contents: CredentialFiles.Contents
    do {
      contents = try files.read(place(of: path))
    } catch {
      throw .unreadableFile(name: name, path: PlainText.shownPath(path), reason: error.reason)
    }
    let isBlank = contents.bytes.withExposedBytes {
      $0.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }
    guard !isBlank else { throw .emptyFile(name: name, path: path) }
    guard let permissions = contents.permissions, permissions & 0o077 != 0 else {
      return (contents.bytes, [])
    }
    let shown = TerminalText.escaped(path)
    let mode = String(permissions, radix: 8)
    return (
      contents.bytes, ["the key file \(shown) is open to other users (mode \(mode)): run chmod 600 \(shown)"]
    )
  }
}
