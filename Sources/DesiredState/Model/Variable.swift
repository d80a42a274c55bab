import Cryptography
import Diagnostics

/// A variable of the desired-state files: what differs between places, used as `{name}`.
package struct Variable: Sendable {
  package var name: String
  /// Whether its value must not be seen.
  package var isSensitive: Bool
  /// What it stands for; `nil` if no place gives a value.
  package var value: Secret?
  /// What gives it that value.
  package var source: Source?
  /// Where it is declared.
  package var location: SourceRange

  package enum Source: Sendable, Hashable {
    case commandLine, environment
    /// The files, at the place of its default.
    case file(SourceRange)
  }

  /// The environment variable that can give its value.
  package var environmentName: String { Self.environmentName(name) }

  /// What gives it its value, in a word.
  var origin: String {
    switch source {
    case .commandLine: "--var"
    case .environment: environmentName
    case .file(let range): "\(range.file.path):\(range.start.line)"
    case nil: ""
    }
  }

  static func environmentName(_ name: String) -> String { "STOREHOOKS_VAR_" + name.uppercased() }

  /// What replaces it in texts.
  var part: PlaceholderText.Part {
    guard let text = value?.exposedText else {
      return .unset(UnsetVariable(name: name, isSensitive: isSensitive))
    }
    return isSensitive ? .sensitive(text) : .literal(text)
  }
}

/// A variable that a text needs and that has no value.
package struct UnsetVariable: Sendable, Hashable {
  package var name: String
  package var isSensitive: Bool

  /// Where one is needed.
  package struct Use: Sendable, Hashable {
    package var variable: UnsetVariable
    package var location: SourceRange

    package var error: Diagnostic {
      let name = variable.name
      return .error(
        "variable '\(name)' has no value", at: location,
        remedy: "set \(Variable.environmentName(name))"
          + (variable.isSensitive ? "" : ", or add --var \(name)=VALUE"))
    }
  }

  static func uses(_ text: PlaceholderText, _ location: SourceRange) -> [Use] {
    text.unset.map { Use(variable: $0, location: location) }
  }
}

/// The values that a run was given for variables.
package struct VariableValues: Sendable {
  /// By name.
  package var given: [String: String]
  package var environment: [String: String]

  package init(given: [String: String] = [:], environment: [String: String] = [:]) {
    self.given = given
    self.environment = environment
  }
}

/// A name that a webhook had before.
package struct FormerName: Sendable, Equatable {
  package var name: PlaceholderText
  package var location: SourceRange

  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}

/// An app that was handed over: its records are dropped, and its webhooks are left alone.
package struct ForgottenApp: Sendable {
  package var key: AppKey
  package var location: SourceRange
}

extension DesiredState {
  /// The entry of `forget` that names an app.
  package func forgets(_ app: AppFacts) -> ForgottenApp? {
    forget.first { entry in
      switch entry.key {
      case .bundleId(let id): app.bundleId == id
      case .appleId(let id): app.id == id
      }
    }
  }
}
