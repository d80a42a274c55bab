import CommandLine
import DesiredState
import Reconciler
import Reports

extension SecretsChoice: OptionArgument {}

/// What `--split-by` divides apps by.
enum SplitCriterion: String, CaseIterable, OptionArgument {
  /// The bundle ID up to its last full stop.
  case prefix
}

extension Option<SecretsChoice> {
  static let secrets = value(
    "secrets", "WHICH", .enumeration(SecretsChoice.allCases.map(\.rawValue)), default: .host,
    "What has an environment variable for its secret: each receiver's host, or each webhook")
}

extension Option<Bool> {
  static let normalize = flag(
    "normalize",
    "Give webhooks whose names differ in case or punctuation the name that most have; 'plan' renames them")
}

extension Option<[String]> {
  static let split = values(
    "split", "NAME=PATTERN", .string, "Write the apps that PATTERN matches to NAME.yaml")
}

extension Option<SplitCriterion?> {
  static let splitBy = value(
    "split-by", "WHAT", .enumeration(SplitCriterion.allCases.map(\.rawValue)),
    conflicts: [Option<[String]>.split.spec], "Write a file for every bundle ID prefix that several apps have"
  )
}

extension Session {
  func importSplit() throws(CommandFailure) -> ImportSplit {
    if self[.splitBy] != nil { return .prefix }
    var patterns: [(name: String, pattern: Glob)] = []
    for text in self[.split] {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
        text.index(after: equals) != text.endIndex
      else { throw .usage("--split wants NAME=PATTERN, such as games=com.example.games.*") }
      let name = String(text[..<equals])
      guard Self.isFileName(name) else {
        throw .usage(
          "--split '\(Discretion.shown(name))': a file's name has letters, digits, '-', '_' and '.', and '.yaml' is"
            + " added to it")
      }
      guard name.lowercased() != ImportSplit.sharedName else {
        throw .usage("--split '\(name)': \(ImportSplit.sharedName).yaml is for what the files share")
      }
      // Some disks ignore case.
      if let other = patterns.first(where: { $0.name != name && $0.name.lowercased() == name.lowercased() }) {
        throw .usage("--split: '\(other.name)' and '\(name)' differ only in case")
      }
      patterns.append((name, Glob(String(text[text.index(after: equals)...]))))
    }
    return patterns.isEmpty ? .none : .patterns(patterns)
  }

  /// A mistyped pattern would leave its apps to another file.
  func check(_ split: ImportSplit, _ apps: [AppFacts]) throws(CommandFailure) {
    guard case .patterns(let patterns) = split else { return }
    var left = apps
    for (_, pattern) in patterns {
      let selection = AppSelection(patterns: [pattern.pattern])
      let count = left.count
      left.removeAll(where: selection.includes)
      guard left.count == count else { continue }
      let shown = Discretion.shown(pattern.pattern)
      throw .usage(
        apps.contains(where: selection.includes)
          ? "--split: all apps that '\(shown)' matches are an earlier pattern's; name the narrower one first"
          : "--split: '\(shown)' matches no imported app")
    }
  }

  private static func isFileName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isPlain && name.first != "." && name.count <= 100
      && ![".yaml", ".yml"].contains { name.lowercased().hasSuffix($0) }
  }
}
