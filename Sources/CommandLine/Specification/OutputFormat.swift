/// How results are written to standard output.
package enum OutputFormat: String, Sendable, CaseIterable {
  /// For people.
  case text
  /// For machines.
  case json
  /// For the comment of a pull request.
  case markdown
  /// For GitLab: a code quality report.
  case gitlab
  /// For CI systems that show test reports.
  case junit
}
