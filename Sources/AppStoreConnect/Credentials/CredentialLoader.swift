import Cryptography

struct CredentialLoader {
  let options: CredentialOptions
  let environment: [String: String]
  let files: CredentialFiles

  /// The names under which a source holds its parts.
  struct Names {
    var kind: CredentialSource.Kind
    var keyId: String
    var issuerId: String
    var privateKey: String?
    var privateKeyPath: String?
    /// Names that begin the source, but aren't needed: the key itself shows its encoding.
    var others: [String] = []

    var keyPlace: String { privateKey ?? "a file that \(privateKeyPath ?? "") names" }

    var all: [String] { [keyId, issuerId] + [privateKey, privateKeyPath].compactMap { $0 } + others }
  }

  static let optionNames = Names(
    kind: .options, keyId: "--key-id", issuerId: "--issuer-id", privateKeyPath: "--private-key")
  static let environmentNames = Names(
    kind: .environment, keyId: "ASC_KEY_ID", issuerId: "ASC_ISSUER_ID", privateKey: "ASC_PRIVATE_KEY",
    privateKeyPath: "ASC_PRIVATE_KEY_PATH")
  static let fastlaneNames = Names(
    kind: .fastlaneEnvironment, keyId: "APP_STORE_CONNECT_API_KEY_KEY_ID",
    issuerId: "APP_STORE_CONNECT_API_KEY_ISSUER_ID", privateKey: "APP_STORE_CONNECT_API_KEY_KEY",
    privateKeyPath: "APP_STORE_CONNECT_API_KEY_KEY_FILEPATH",
    others: ["APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64"])
  static let codemagicNames = Names(
    kind: .codemagicEnvironment, keyId: "APP_STORE_CONNECT_KEY_IDENTIFIER",
    issuerId: "APP_STORE_CONNECT_ISSUER_ID", privateKey: "APP_STORE_CONNECT_PRIVATE_KEY")
  static let fastlaneFileName = "APP_STORE_CONNECT_API_KEY_PATH"

  func load() throws(CredentialError) -> Credentials {
    if let found = try credentials(in: optionValues, Self.optionNames) { return found }
    if let found = try credentials(in: environmentValues, Self.environmentNames) { return found }
    if let path = environmentValues[Self.fastlaneFileName] {
      try Self.checkPath(path, Self.fastlaneFileName, place: Self.fastlaneNames.privateKey)
      return try fastlaneFile(path)
    }
    if let found = try credentials(in: environmentValues, Self.fastlaneNames) { return found }
    if let found = try credentials(in: environmentValues, Self.codemagicNames) { return found }
    throw .none
  }

  /// The sources that are begun, in the order in which they are looked at: the first one is taken.
  var begun: [CredentialSource.Begun] {
    let (options, variables) = (optionValues, environmentValues)
    func begun(_ names: Names, in values: [String: String]) -> CredentialSource.Begun {
      .init(kind: names.kind, names: names.all.filter { values[$0] != nil })
    }
    let file = variables[Self.fastlaneFileName] == nil ? [] : [Self.fastlaneFileName]
    return [
      begun(Self.optionNames, in: options), begun(Self.environmentNames, in: variables),
      .init(kind: .fastlaneFile, names: file), begun(Self.fastlaneNames, in: variables),
      begun(Self.codemagicNames, in: variables),
    ].filter { !$0.names.isEmpty }
  }

  /// The options that are given, empty ones included.
  private var optionValues: [String: String] {
    var values: [String: String] = [:]
    values[Self.optionNames.keyId] = options.keyId
    values[Self.optionNames.issuerId] = options.issuerId
    values["--private-key"] = options.privateKeyPath
    return values.mapValues { String($0.trimmed) }
  }

  private var environmentValues: [String: String] {
    environment.mapValues { String($0.trimmed) }.filter { !$0.value.isEmpty }
  }

  /// `nil` if the source isn't begun.
  private func credentials(
    in values: [String: String], _ names: Names
  ) throws(CredentialError) -> Credentials? {
    let begun = names.all.filter { values[$0] != nil }
    guard !begun.isEmpty else { return nil }
    let keyId = values[names.keyId] ?? ""
    let key = names.privateKey.flatMap { values[$0] }
    let path = names.privateKeyPath.flatMap { values[$0] }
    for name in [names.keyId, names.issuerId] {
      if let value = values[name] { try Self.checkIdentifier(value, name, place: names.keyPlace) }
    }
    if let path, let name = names.privateKeyPath { try Self.checkPath(path, name, place: names.privateKey) }
    if key != nil, path != nil, let first = names.privateKey, let second = names.privateKeyPath {
      throw .conflicting(first, second)
    }
    var missing: [String] = []
    if keyId.isEmpty { missing.append(names.keyId) }
    if values[names.issuerId]?.isEmpty == true { missing.append(names.issuerId) }
    if (key ?? path ?? "").isEmpty {
      missing.append([names.privateKey, names.privateKeyPath].compactMap { $0 }.joined(separator: " or "))
    }
    // Apple's usual folders are searched only if no key is named: an empty one is a variable that CI didn't fill.
    let isUnnamed = ![names.privateKey, names.privateKeyPath].contains {
      $0.map { values[$0] != nil } ?? false
    }
    if isUnnamed, missing.count == 1, !keyId.isEmpty, let (path, contents) = try usualFile(ofKey: keyId) {
      let source = CredentialSource(
        kind: names.kind, keyIdName: names.keyId, issuerIdName: names.issuerId, privateKeyName: names.keyId,
        path: path)
      return try credentials(
        keyId: keyId, issuerId: values[names.issuerId], key: contents.bytes, source: source,
        warnings: contents.warnings)
    }
    guard missing.isEmpty else {
      throw .incomplete(
        names.kind, missing: missing, present: begun.filter { values[$0]?.isEmpty == false },
        searched: isUnnamed && !keyId.isEmpty ? keyId : nil)
    }
    let name = (key == nil ? names.privateKeyPath : names.privateKey) ?? ""
    let source = CredentialSource(
      kind: names.kind, keyIdName: names.keyId, issuerIdName: names.issuerId, privateKeyName: name,
      path: path)
    let file = try path.map { path throws(CredentialError) in try read(path, name: name) }
    return try credentials(
      keyId: keyId, issuerId: values[names.issuerId], key: file?.bytes ?? Secret(key ?? ""), source: source,
      warnings: file?.warnings ?? [])
  }

  func credentials(
    keyId: String, issuerId: String?, key: Secret, source: CredentialSource, warnings: [String]
  ) throws(CredentialError) -> Credentials {
    try Self.checkIdentifier(keyId, source.keyIdName, place: "\"key\"")
    if let issuerId { try Self.checkIdentifier(issuerId, source.issuerIdName, place: "\"key\"") }
    var source = source
    source.isIndividual = issuerId == nil
    do {
      return Credentials(
        keyId: keyId, issuerId: issuerId, privateKey: try P256SigningKey(pem: PrivateKeyText.normalized(key)),
        source: source, warnings: warnings)
    } catch {
      throw CredentialError(error, source: source)
    }
  }

  /// An empty one is reported elsewhere.
  private static func checkIdentifier(
    _ identifier: String, _ name: String, place: String
  ) throws(CredentialError) {
    guard !identifier.isEmpty else { return }
    guard !KeyMaterial.isIn(identifier) else {
      throw .misplacedKey(name: name, instead: "an ID", place: place)
    }
    let quotes = "\"'`“”„‘’‚«»‹›".unicodeScalars
    guard let first = identifier.unicodeScalars.first, let last = identifier.unicodeScalars.last,
      !quotes.contains(first), !quotes.contains(last)
    else { throw .quotedIdentifier(name: name) }
    let isClean = identifier.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && scalar.value >= 0x20 && scalar.value != 0x7F
    }
    guard isClean else { throw .malformedIdentifier(name: name) }
    guard PlainText.isIdentifier(identifier) else { throw .implausibleIdentifier(name: name) }
  }

  private static func checkPath(_ path: String, _ name: String, place: String?) throws(CredentialError) {
    guard KeyMaterial.isIn(path) else { return }
    throw .misplacedKey(
      name: name, instead: "the path of a file",
      place: "\(place ?? environmentNames.privateKey ?? ""), or into a file that \(name) names")
  }
}

extension CredentialError {
  fileprivate init(_ error: KeyError, source: CredentialSource) {
    if case .cryptography(let error) = error {
      self = .cryptography(error)
    } else {
      self = .unusableKey(source, error)
    }
  }
}
