import Cryptography
import Diagnostics
import Platform

/// What GitHub Actions reads besides the log: annotations, the summary, and the outputs of a step.
///
/// See "Workflow commands for GitHub Actions" and "Environment files" in GitHub's documentation.
package struct GitHubActions: Sendable {
  private let environment: [String: String]
  private let withholding: Withholding

  /// Returns `nil` outside of GitHub Actions.
  ///
  /// - Parameter withholding: what the run's files must not show.
  package init?(environment: [String: String], withholding: Withholding = Withholding()) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    self.environment = environment
    self.withholding = withholding
  }

  // MARK: Annotations

  /// The most annotations of one call. GitHub shows ten of each kind for a step.
  private static let limit = 100

  /// `::error file=webhooks.yaml,line=14,col=17::…` for each, in the printed order.
  package func annotations(_ diagnostics: [Diagnostic]) -> String {
    DiagnosticRenderer.sorted(diagnostics).prefix(Self.limit).map(annotation(_:)).joined()
  }

  private func annotation(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.range.map { range in
      " file=\(Self.property(workspacePath(of: range.file.path)))"
        + ",line=\(range.start.line),col=\(range.start.column)"
    }
    let message = [diagnostic.message, diagnostic.remedy].compactMap { $0 }.joined(separator: "; ")
    return
      "::\(diagnostic.severity.rawValue)\(place ?? "")::\(Self.data(Wording.short(message, to: 4_000)))\n"
  }

  /// The path in the repository: other annotations aren't shown beside the code.
  func workspacePath(of path: String) -> String {
    RepositoryPath.relative(path, to: environment["GITHUB_WORKSPACE"])
  }

  /// The text of a workflow command: one line, in which `%` begins an escape.
  private static func data(_ text: String) -> String {
    LogCommand.parted(TerminalText.escaped(text)).replacingScalars("%", with: "%25")
  }

  /// A value in a workflow command's list, which can't contain `:` or `,`.
  private static func property(_ text: String) -> String {
    data(text).replacingScalars(":", with: "%3A").replacingScalars(",", with: "%2C")
  }

  // MARK: Files

  /// Adds a report to the job's summary. Returns a warning if that fails.
  package func summarize(_ report: MarkdownReport) -> Diagnostic? {
    append(report.render() + "\n", to: "GITHUB_STEP_SUMMARY", what: "summary")
  }

  /// Sets outputs of the step, whose values are our own words. Returns a warning if that fails.
  package func output(_ values: [(name: String, value: String)]) -> Diagnostic? {
    append(values.map { "\($0.name)=\($0.value)\n" }.joined(), to: "GITHUB_OUTPUT", what: "outputs")
  }

  private func append(_ text: String, to variable: String, what: String) -> Diagnostic? {
    guard let path = environment[variable], !path.isEmpty else { return nil }
    let problem: String
    do {
      let file = try OpenFile(appendingTo: path)
      defer { file.close() }
      // Whatever an earlier command began must not run into this.
      let start = OpenFile.endsWithinLine(path) ? "\n" : ""
      try FileDescriptorSink(descriptor: file.descriptor).write(
        Array((start + withholding.shown(text, isLines: true)).utf8))
      return nil
    } catch let error as OutputError {
      problem = error.message
    } catch {
      problem = (error as? SystemError)?.text ?? "\(error)"
    }
    return .warning("the job's \(what) could not be written to '\(path)' (\(variable)): \(problem)", at: nil)
  }
}
