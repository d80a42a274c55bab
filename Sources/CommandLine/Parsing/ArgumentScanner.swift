enum ArgumentToken: Equatable, Sendable {
  /// An option that some command knows, by its long name, and its value as far as there is one.
  case option(long: String, spelling: String, value: OptionText)
  case unknownOption(String)
  case argument(String)
}

enum OptionText: Equatable, Sendable {
  case none
  /// None was given, because another option follows.
  case noneBeforeOption
  /// The next argument, or the rest of a short option's: `--file x`, `-fx`.
  case adjacent(String)
  /// After an equals sign: `--file=x`.
  case assigned(String)
}

/// Cuts a command line into options with their values and arguments. Never fails: what is wrong with
/// the pieces is for the parser to say, once it knows the command.
struct ArgumentScanner {
  private let longOptions: [String: OptionSpec]
  private let shortOptions: [Character: OptionSpec]

  /// Creates a scanner for options. If several commands have an option of one name, all take a value or none does.
  init(options: [OptionSpec]) {
    longOptions = Dictionary(options.map { ($0.long, $0) }, uniquingKeysWith: { first, _ in first })
    shortOptions = Dictionary(
      options.compactMap { option in option.short.map { ($0, option) } },
      uniquingKeysWith: { first, _ in first })
  }

  func scan(_ arguments: [String]) -> [ArgumentToken] {
    var tokens: [ArgumentToken] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        return tokens + rest.map(ArgumentToken.argument)
      } else if argument.hasPrefix("--") {
        tokens.append(long(argument, rest: &rest))
      } else if argument.hasPrefix("-"), argument != "-" {
        tokens += short(argument, rest: &rest)
      } else {
        tokens.append(.argument(argument))
      }
    }
    return tokens
  }

  private func long(_ argument: String, rest: inout ArraySlice<String>) -> ArgumentToken {
    let parts = argument.unicodeScalars.dropFirst(2)
      .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
    let name = parts[0]
    guard let option = longOptions[name] else { return .unknownOption("--" + name) }
    if parts.count > 1 {
      return .option(long: name, spelling: option.spelling, value: .assigned(parts[1]))
    }
    let value = option.value == nil ? .none : adjacentValue(&rest)
    return .option(long: name, spelling: option.spelling, value: value)
  }

  /// One short option with its value, or several flags after one dash.
  private func short(_ argument: String, rest: inout ArraySlice<String>) -> [ArgumentToken] {
    // `-format json` would be the file `ormat`; a long name after one dash is a slip.
    if longOptions[String(argument.dropFirst())] != nil { return [.unknownOption(argument)] }
    var tokens: [ArgumentToken] = []
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = shortOptions[letter] else {
        return tokens + [.unknownOption(tokens.isEmpty ? argument : "-\(letter)")]
      }
      let value: OptionText
      if letters.first == "=" {
        value = .assigned(String(letters.dropFirst()))
        letters = ""
      } else if option.value == nil {
        value = .none
      } else if letters.isEmpty {
        value = adjacentValue(&rest)
      } else {
        value = .adjacent(String(letters))
        letters = ""
      }
      tokens.append(.option(long: option.long, spelling: "-\(letter)", value: value))
    }
    return tokens
  }

  /// The next argument, unless it looks like an option: then a value was forgotten. Negative numbers
  /// don't look like options.
  private func adjacentValue(_ rest: inout ArraySlice<String>) -> OptionText {
    guard let next = rest.first else { return .none }
    let second = next.utf8.dropFirst().first
    let isNumber = second.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? true
    // A key in PEM begins with dashes, and it is more useful to say that it is a key.
    guard !next.hasPrefix("-") || isNumber || next.hasPrefix("-----BEGIN") else { return .noneBeforeOption }
    rest.removeFirst()
    return .adjacent(next)
  }
}
