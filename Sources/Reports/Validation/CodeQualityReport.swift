import Cryptography
import Diagnostics
import Platform

/// Diagnostics as GitLab's code quality report, which merge requests show beside the changed lines.
///
/// See "Code Quality" in GitLab's documentation: a JSON array whose items have these keys.
package struct CodeQualityReport {
  /// The repository's folder, which paths are relative to.
  package var root: String?
  /// Where diagnostics without a place are shown, because GitLab requires a file.
  package var mainFile: String

  package init(root: String? = nil, mainFile: String) {
    self.root = root
    self.mainFile = mainFile
  }

  private struct Issue: Encodable {
    var description: String
    var check_name: String
    var fingerprint: String
    var severity: String
    var location: Place
  }

  private struct Place: Encodable {
    var path: String
    var lines: [String: Int32]
  }

  /// The report; without diagnostics an empty array, which tells GitLab that all is well again.
  package func json(_ diagnostics: [Diagnostic]) throws(CryptographyError) -> String {
    var seen: [String: Int] = [:]
    var issues: [Issue] = []
    for diagnostic in DiagnosticRenderer.sorted(diagnostics) {
      let path = RepositoryPath.relative(diagnostic.range?.file.path ?? mainFile, to: root)
      // Without the line, so that a finding is recognized when lines before it come and go. Equal findings in a file
      // are numbered.
      let key = "\(path)\n\(diagnostic.severity.rawValue)\n\(diagnostic.message)"
      let number = seen[key, default: 0]
      seen[key] = number + 1
      let text = [diagnostic.message, diagnostic.remedy].compactMap { $0 }.joined(separator: "; ")
      issues.append(
        Issue(
          description: TerminalText.escaped(Wording.short(text, to: 1_000)),
          check_name: "storehooks-validate",
          fingerprint: Hexadecimal.encode(try SHA256.digest(Array("\(key)\n\(number)".utf8))),
          severity: diagnostic.severity == .error ? "critical" : "minor",
          location: Place(path: path, lines: ["begin": max(1, diagnostic.range?.start.line ?? 1)])))
    }
    return issues.json()
  }
}
