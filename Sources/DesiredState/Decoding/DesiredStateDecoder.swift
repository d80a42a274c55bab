import AppStoreConnect
import Cryptography
import Diagnostics
import YAML

/// Gathers templates and groups from all files before it reads any app: the order of files and keys doesn't
/// matter.
package struct DesiredStateDecoder {
  enum RootKey: String, FieldKey {
    case version, account, variables, templates, eventGroups, defaults, apps, policy, forget
    case allowUnknownEvents
  }

  struct Document {
    var file: SourceFile
    var fields: Fields<RootKey>
    var allowsUnknownEvents: Bool
    /// Whether there are apps, or something that was meant as apps.
    var hasApps: Bool { fields[.apps] != nil || fields.misspelt.contains(.apps) }
  }

  var diagnostics: [Diagnostic] = []
  var groups: [String: (events: [EventType], location: SourceRange)] = [:]
  /// The last list that named known event types, each once and sorted.
  var lastEvents: [EventType] = []
  /// The variables that webhooks' secrets come from, and the one that was named last.
  var environmentNames: Set<String> = []
  var lastEnvironmentName: String?
  /// Whether the list that was read last has items with a sign.
  var hasSigns = false
  /// The places at which YAML itself was wrong; what stands there is not judged a second time.
  var brokenPlaces: Set<SourceRange> = []
  var groupNames: Set<String> = []
  /// The paths of the files with `allowUnknownEvents: true`.
  var filesWithUnknownEvents: Set<String> = []
  var templates: [String: Template] = [:]
  /// How many words may yet be compared for "did you mean": ten thousand misspelt names beside thousands of
  /// known ones mustn't take minutes. Names beyond that get no suggestion.
  var comparisonsLeft = 500_000
  var policy = PolicyDecoding()
  var account: Account?
  var forget: [ForgottenApp] = []
  /// The variables of all files by name, with the values that the run was given.
  var variables: [String: Variable] = [:]
  let values: VariableValues
  /// The values of sensitive variables, by name.
  var sensitiveValues: [String: Secret] = [:]
  var usedVariables: Set<String> = []
  /// What sensitive variables add to URLs after their hosts.
  var confidentialPieces: Set<String> = []
  /// Values of variables that were refused because they are keys or tokens.
  var confidential: [Secret] = []
  var defaults = Defaults()
  var apps: [DesiredApp] = []
  /// Warnings of what is valid and probably not meant.
  var doubts: [Diagnostic] = []
  /// The templates, groups and variables that something names.
  var used: (templates: Set<String>, groups: Set<String>, variables: Set<String>) = ([], [], [])
  private var appLocations: [AppKey: SourceRange] = [:]

  init(values: VariableValues = VariableValues()) { self.values = values }

  mutating func decode(_ files: [SourceFile]) -> DesiredState? {
    let documents = files.compactMap { document($0) }
    filesWithUnknownEvents = Set(documents.filter(\.allowsUnknownEvents).map(\.file.path))
    for document in documents { decodeAccount(document) }
    for document in documents { decodeVariables(document) }
    for document in documents { decodeGroups(document) }
    for document in documents { decodeTemplates(document) }
    for document in documents { decodePolicy(document) }
    for document in documents { decodeForget(document) }
    for document in documents { decodeDefaults(document) }
    for document in documents { decodeApps(document, isOnly: documents.count == 1) }
    if documents.count == files.count, !documents.contains(where: { $0.hasApps }) {
      report(
        "'apps' is missing", at: files.first.map(Self.start(of:)),
        remedy: "list the apps under 'apps', or write 'apps: {}' for none")
    }
    let before = diagnostics.count
    for rule in defaults.rules { checkOffline(rule) }
    // What is wrong with a rule isn't repeated for every app.
    let rules = diagnostics.count > before ? Defaults() : defaults
    var matcher = DefaultsMatcher(rules, policy: policy.value, forget: forget)
    for index in apps.indices {
      matcher.complete(&apps[index], as: apps[index].key.facts)
      diagnostics += apps[index].checkOffline()
    }
    checkForgotten()
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    var state = DesiredState(apps: apps, policy: policy.value, files: files)
    state.defaults = defaults
    state.policyFiles = documents.filter { $0.fields[.policy] != nil }.map(\.file)
    state.account = account
    state.forget = forget
    state.variables = variables
    state.defaultsFiles = documents.filter { $0.fields[.defaults] != nil }.map(\.file)
    state.environmentNames = environmentNames
    state.mask = urlMask
    state.eventGroups = groups.mapValues(\.events)
    state.templates = templates.compactMapValues(\.webhook)
    state.doubts = unused + doubts
    return state
  }

  /// Warnings of what nothing names, unless its name says that this is meant.
  private var unused: [Diagnostic] {
    func warnings(_ what: String, _ all: [(name: String, location: SourceRange)], _ used: Set<String>)
      -> [Diagnostic]
    {
      all.filter { !used.contains($0.name) && !$0.name.hasPrefix("_") }.sorted { $0.name < $1.name }.map {
        name, location in
        .warning(
          "\(what) '\(Wording.short(name))' is not used", at: location,
          remedy: "remove it, or begin its name with '_' to keep it")
      }
    }
    return warnings("template", templates.map { ($0.key, $0.value.location) }, used.templates)
      + warnings("event group", groups.map { ($0.key, $0.value.location) }, used.groups)
      + warnings("variable", variables.map { ($0.key, $0.value.location) }, used.variables)
  }

  private mutating func document(_ file: SourceFile) -> Document? {
    let (root, found) = YAMLReader.read(file)
    diagnostics += Self.withholdingSecrets(found, of: file)
    brokenPlaces.formUnion(found.compactMap(\.range))
    guard let root else {
      if found.isEmpty {
        report(
          "the file is empty", at: Self.start(of: file), remedy: "it needs at least 'version: 1' and 'apps'")
      }
      return nil
    }
    guard let fields = fields(of: root, in: "the desired-state file", as: RootKey.self) else { return nil }
    decodeVersion(fields[.version], file: file)
    let allows = boolean(fields[.allowUnknownEvents], "'allowUnknownEvents'")
    return Document(file: file, fields: fields, allowsUnknownEvents: allows.value ?? false)
  }

  private mutating func decodeVersion(_ pair: Node.Pair?, file: SourceFile) {
    guard let node = pair?.value else {
      report("'version' is missing", at: Self.start(of: file), remedy: "start the file with 'version: 1'")
      return
    }
    guard node.integer != 1 else { return }
    let remedy = "write 'version: 1', the only version that this release reads"
    if node.kind == .integer {
      report("version \(node.text) is not supported", at: node.range, remedy: remedy)
    } else {
      report("'version' must be the number 1", at: node.range, remedy: remedy)
    }
  }

  private mutating func decodeApps(_ document: Document, isOnly: Bool) {
    guard let node = document.fields[.apps]?.value else { return }
    guard isMapping(node, "'apps'", empty: "apps: {}", keys: "bundle IDs") else { return }
    apps.reserveCapacity(apps.count + node.pairs.count)
    for place in 0..<node.pairs.count {
      let pair = node.pairs[place]
      guard let key = AppKey(pair.key.text) else {
        report(
          "'\(pair.key.text)' is neither a bundle ID nor an Apple ID", at: pair.key.range,
          remedy: pair.key.text.contains("*")
            ? "patterns belong in 'defaults'"
            : "bundle IDs have letters, digits, '.', '-' and '_'; Apple IDs are numbers")
        continue
      }
      // Equal keys of one file were reported when it was read.
      if !isOnly, let first = appLocations.updateValue(pair.key.range, forKey: key) {
        report(
          "app '\(key.text)' is in two files", at: pair.key.range, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also here", at: first)])
        continue
      }
      decodeApp(key, pair, in: document)
    }
  }

  /// Marks syntax errors as sensitive if their line, or the one above, speaks of a secret: in a file that
  /// can't be read, nobody has checked yet whether a source stands there or the secret itself.
  ///
  /// A file may have thousands of them on one line, so each line is looked at once.
  private static func withholdingSecrets(_ diagnostics: [Diagnostic], of file: SourceFile) -> [Diagnostic] {
    guard !diagnostics.isEmpty else { return [] }
    let lines = LineTable(file)
    var speaksOfSecret: [Int: Bool] = [:]
    func isSensitive(_ number: Int) -> Bool {
      if let known = speaksOfSecret[number] { return known }
      guard let line = lines.line(number) else { return false }
      let text = String(decoding: lines.bytes[line], as: UTF8.self).lowercased()
      let isSensitive = text.contains("secret") || text.contains("sensitive")
      speaksOfSecret[number] = isSensitive
      return isSensitive
    }
    return diagnostics.map { diagnostic in
      guard let range = diagnostic.range else { return diagnostic }
      let number = Int(range.start.line)
      var diagnostic = diagnostic
      diagnostic.isSensitive = isSensitive(number) || isSensitive(number - 1)
      return diagnostic
    }
  }

  /// The first character of a file: the place of what is missing as a whole.
  package static func start(of file: SourceFile) -> SourceRange {
    SourceRange(
      file: file, start: SourcePosition(line: 1, column: 1), end: SourcePosition(line: 1, column: 1))
  }
}
