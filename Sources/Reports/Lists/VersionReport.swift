/// What `version` tells.
package struct VersionReport: Report {
  private struct Document: Encodable {
    var version: String
    @Nullable var commit: String?
    var platform: String
  }

  private let version: String
  private let commit: String?
  private let platform: String

  package init(version: String, commit: String?, platform: String) {
    self.version = version
    self.commit = commit
    self.platform = platform
  }

  package func text(for reader: Reader) -> String? {
    "storehooks \(version) (\(commit ?? "unknown commit"), \(platform))\n"
  }

  package var document: (any Encodable)? {
    Document(version: version, commit: commit, platform: platform)
  }
}
