import Cryptography
import Diagnostics
import YAML

extension DesiredStateDecoder {
  enum VariableField: String, FieldKey { case `default`, sensitive }

  mutating func decodeVariables(_ document: Document) {
    guard let node = document.fields[.variables]?.value else { return }
    guard isMapping(node, "'variables'", empty: "variables: {}", keys: "the variables' names") else { return }
    for pair in node.pairs {
      guard isUsable(variable: pair.key), let (fallback, isSensitive) = decodeVariable(pair) else {
        // Known, so that its uses aren't reported as well.
        variables[pair.key.text] =
          variables[pair.key.text]
          ?? Variable(name: pair.key.text, isSensitive: true, location: pair.key.range)
        continue
      }
      var variable = Variable(name: pair.key.text, isSensitive: isSensitive, location: pair.key.range)
      if let given = value(of: variable) {
        (variable.value, variable.source) = given
      } else if let (text, range) = fallback {
        (variable.value, variable.source) = (Secret(text), .file(range))
      }
      if let value = variable.value, KeyMaterial.isIn(value.exposedText ?? "") {
        report(
          "the value of variable '\(variable.name)', set by \(variable.origin), is a private key or a token",
          at: pair.key.range,
          remedy: "variables stand in URLs, which App Store Connect stores; take the key out", sensitive: true
        )
        confidential.append(value)
        variable.value = nil
      }
      if isSensitive, let value = variable.value { sensitiveValues[variable.name] = value }
      variables[variable.name] = variable
    }
  }

  private mutating func isUsable(variable key: Node) -> Bool {
    let name = key.text
    guard Self.isVariableName(name) else {
      report(
        "'\(Wording.short(name))' can't be the name of a variable", at: key.range,
        remedy: "letters, digits and '_', not beginning with a digit")
      return false
    }
    if PlaceholderText.Placeholder(rawValue: name) != nil {
      report(
        "'\(name)' can't be the name of a variable: '{\(name)}' is a placeholder", at: key.range,
        remedy: "choose another name")
      return false
    }
    if let first = variables[name] {
      report(
        "variable '\(name)' is in two files", at: key.range, remedy: "keep one of them",
        notes: [Diagnostic.Note("it is also here", at: first.location)])
      return false
    }
    if let other = variables.values.first(where: { $0.name.uppercased() == name.uppercased() }) {
      report(
        "variables '\(name)' and '\(other.name)' differ only in case", at: key.range,
        remedy: "\(other.environmentName) would set both; rename one of them",
        notes: [Diagnostic.Note("the other one is here", at: other.location)])
      return false
    }
    return true
  }

  private typealias Default = (text: String, range: SourceRange)

  private mutating func decodeVariable(_ pair: Node.Pair) -> (fallback: Default?, isSensitive: Bool)? {
    let node = pair.value
    let what = "variable '\(pair.key.text)'"
    if node.kind != .mapping {
      guard let text = scalarText(node) else {
        report(
          "\(what) must be a text or a mapping, not \(node.kindName)", at: node.range,
          remedy: "write '\(pair.key.text): TEXT', or '{}' for one without a default")
        return nil
      }
      return ((text, node.range), false)
    }
    let before = diagnostics.count
    let hint: (String) -> (remedy: String, key: VariableField?)? = { name in
      switch name {
      case "value": ("did you mean 'default'?", .default)
      case "secret": ("did you mean 'sensitive'?", .sensitive)
      case "env": ("its value comes from STOREHOOKS_VAR_\(pair.key.text.uppercased())", nil)
      default: nil
      }
    }
    // A default beside 'sensitive' is a value that mustn't be seen.
    guard
      let fields = fields(of: node, in: what, as: VariableField.self, sensitive: true, hint: hint)
    else { return nil }
    let isSensitive = boolean(fields[.sensitive], "'sensitive'").value ?? false
    guard let fallback = fields[.default] else {
      return diagnostics.count == before ? (nil, isSensitive) : nil
    }
    if isSensitive {
      report(
        "\(what) is sensitive and can't have a default", at: fallback.key.range,
        remedy: "remove it, and set STOREHOOKS_VAR_\(pair.key.text.uppercased())", sensitive: true)
    } else if let text = scalarText(fallback.value) {
      return diagnostics.count == before ? ((text, fallback.value.range), isSensitive) : nil
    } else {
      report("'default' must be a string, not \(fallback.value.kindName)", at: fallback.value.range)
    }
    return nil
  }

  /// What the command line gives, else the environment. An empty environment variable counts as not set,
  /// because that is how CI systems pass an unknown secret.
  private func value(of variable: Variable) -> (Secret, Variable.Source)? {
    if let given = values.given[variable.name], !variable.isSensitive { return (Secret(given), .commandLine) }
    guard let text = values.environment[variable.environmentName], !text.isEmpty else { return nil }
    return (Secret(text), .environment)
  }

  /// Hides what is known of the files' sensitive values, even if the files have errors.
  var urlMask: URLMask {
    let isBlind = variables.values.contains { $0.isSensitive && $0.value == nil }
    let rules = defaults.rules.contains { $0.webhooks.contains(where: \.url.isSensitive) }
    return URLMask(
      pieces: confidentialPieces + unusedPieces, apps: variables.isEmpty ? [] : apps,
      // Apps that were handed over still have the URLs that rules gave them.
      rules: rules ? DefaultsMatcher(defaults, policy: policy.value, forget: []) : nil,
      isBlind: isBlind, withholding: sensitiveValues.isEmpty ? nil : ownWithholding,
      clearOrigins: isBlind ? clearOrigins : [])
  }

  /// A URL that would be altered in texts is hidden: nothing compares right with what was altered.
  private var ownWithholding: Withholding {
    let withholding = Withholding()
    var clear = DesiredState(apps: apps, policy: policy.value, files: [])
    clear.defaults = defaults
    let names = Array(templates.keys)
    withholding.exempt { [clear] in clear.clearTexts + names }
    for secret in withheld { withholding.add(keyText: secret) }
    return withholding
  }

  private var clearOrigins: Set<String> {
    let webhooks = [apps.lazy.flatMap(\.webhooks), defaults.rules.lazy.flatMap(\.webhooks)].joined()
    let urls = Set(webhooks.map(\.url)).filter { !$0.isSensitive && $0.hasLiteralHost }
    return Set(urls.compactMap { $0.filled(unset: "1", { _ in "x" }).map(WebhookURL.origin(of:)) })
  }

  /// The confidential parts of sensitive variables that no URL uses: a server may know them all the same.
  private var unusedPieces: [String] {
    sensitiveValues.filter { !usedVariables.contains($0.key) }.values.compactMap(\.exposedText).flatMap {
      text in
      text.contains("://") ? PlaceholderText(sensitive: text).sensitivePiecesOfURL : [text]
    }
  }

  /// All values that mustn't be seen, except for those that only name a host.
  var withheld: [Secret] {
    confidential + (confidentialPieces + unusedPieces).map { Secret(Self.tellingPart(of: $0)) }
  }

  /// Short values are found by what stands around them: host and path of their URLs.
  var withheldWhole: [Secret] {
    guard !sensitiveValues.isEmpty else { return [] }
    let urls = Set((apps.lazy.flatMap(\.webhooks) + defaults.rules.lazy.flatMap(\.webhooks)).map(\.url))
    return urls.filter(\.isSensitive).flatMap(\.sensitiveStretches).map { Secret($0) }
  }

  /// A piece of a URL without the words that it begins with, such as `/hooks/catch/`: many others begin like that.
  private static func tellingPart(of piece: String) -> String {
    var rest = piece[...]
    while let slash = rest.firstIndex(of: "/") {
      let word = rest[..<slash]
      guard word.utf8.count <= 10, word.allSatisfy({ $0.isASCII && $0.isLowercase }) else { break }
      rest = rest[slash...].dropFirst()
    }
    return rest.isEmpty ? piece : String(rest)
  }
}
