@testable import Reports
import Cryptography
import Diagnostics
import TestSupport
import Testing
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a recipe runs: a checkout with `webhooks.yaml` and `ci/install-storehooks`, the simulator on loopback, and
/// stand-ins for the services it calls.
final class RecipeBench {
  let workspace: Workspace
  let simulator: SimulatorProcess
  let key: String
  /// The checkout.
  var checkout: TemporaryDirectory { workspace.directory.folder("checkout") }
  /// Where stand-ins note what they are told.
  var services: TemporaryDirectory { workspace.directory.folder("services") }
  /// The desired-state file in each checkout, and other names for it.
  var webhooks = ""
  /// The file on a pull request's base branch, if it has one.
  var base: String?
  var copies: [String] = []
  /// The release's list of checksums.
  private(set) var checksums = ""

  static let webhookSecrets = [
    "RELEASE_BOT_SECRET": "a-release-bot-secret-of-tests", "TRIAGE_SECRET": "a-triage-secret-of-tests",
    "CI_SECRET": "a-secret-of-tests-for-builds",
  ]

  static var isOnLinux: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  private init(workspace: Workspace, simulator: SimulatorProcess, key: String) {
    (self.workspace, self.simulator, self.key) = (workspace, simulator, key)
  }

  /// Lends a bench.
  static func with(
    isolation: isolated (any Actor)? = #isolation, _ body: (RecipeBench) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      let workspace = Workspace(directory: directory)
      try directory.write(read("examples/desired-state/one-app/fleet.json"), to: "fleet.json")
      let key = try P256SigningKey.generate()
      let simulator = try await SimulatorProcess.start(in: workspace, key: key)
      let bench = RecipeBench(
        workspace: workspace, simulator: simulator, key: try #require(key.exportPEM().exposedText))
      bench.webhooks = try read("examples/desired-state/one-app/webhooks.yaml")
      try bench.checkOut()
      try await bench.provideServices()
      try await body(bench)
      _ = try await simulator.stop()
    }
  }

  static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(Workspace.root)/\(path)")), as: UTF8.self)
  }

  /// A recipe in YAML, read with the project's own reader.
  static func yaml(_ path: String) throws -> Node {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: path, bytes: Array(try read(path).utf8)))
    #expect(diagnostics.isEmpty)
    return try #require(root)
  }

  /// A fresh checkout, as each job begins with.
  func checkOut() throws {
    if FileManager.default.fileExists(atPath: checkout.path) {
      try FileManager.default.removeItem(atPath: checkout.path)
    }
    for name in ["webhooks.yaml"] + copies { try checkout.write(webhooks, to: name) }
    try FileManager.default.createDirectory(
      atPath: checkout.file("ci"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Workspace.root + "/examples/ci/install-storehooks",
      toPath: checkout.file("ci/install-storehooks"))
  }

  /// What a service's checkout adds: the repository, or a pull request's base in a folder.
  func checkOut(ref: String?, in folder: String) async throws {
    guard ref == nil else {
      #expect(ref == "base")
      if let base { try checkout.write(base, to: folder + "/webhooks.yaml") }
      return
    }
    let result = try await bash(
      """
      [[ -e $SERVICES/repository.git ]] || git init --quiet --bare --initial-branch main "$SERVICES/repository.git"
      git init --quiet --initial-branch main && git remote add origin "$SERVICES/repository.git"
      git add . && git -c user.name=n -c user.email=e@example.com commit --quiet --message Begin
      """)
    #expect(result.exitCode == 0, "\(result.errorOutput)")
  }

  /// A file on a branch that a recipe pushed.
  func pushed(_ path: String, on branch: String = "webhooks-drift") async throws -> String? {
    let result = try await bash("git --git-dir \"$SERVICES/repository.git\" show '\(branch):\(path)'")
    return result.exitCode == 0 ? result.output : nil
  }

  /// The release that `curl` finds, and the stand-ins.
  private func provideServices() async throws {
    let program = try BuiltProduct.path(named: "storehooks")
    try services.write("#!/bin/sh\nexec '\(program)' \"$@\"\n", to: "bin/storehooks")
    try services.write(StandIns.curl, to: "bin/curl")
    try services.write(StandIns.gh, to: "bin/gh")
    try services.write("<!-- storehooks plan -->\nNothing to see here.\n", to: "comments/40")
    let result = try await bash(
      """
      cd "$SERVICES"
      # Copied: a file that the tests write can't be run while another one starts a program.
      mv bin written && cp -r written bin && chmod +x bin/*
      mkdir releases
      for platform in linux-$(uname -m | sed 's/aarch64/arm64/') macos-universal; do
        name=storehooks-1.2.3-$platform
        mkdir "$name"
        cp bin/storehooks "$name/storehooks"
        tar -czf "releases/$name.tar.gz" "$name"
      done
      (cd releases && sha256sum -- *.tar.gz >SHA256SUMS)
      rm bin/storehooks
      """)
    #expect(result.exitCode == 0, "\(result.errorOutput)")
    checksums = try services.read("releases/SHA256SUMS")
    try await provideAction()
  }

  /// The Action's commit that installs the release, as the release workflow makes it.
  private func provideAction() async throws {
    let result = try await bash(
      """
      git init --quiet --bare --initial-branch main "$SERVICES/origin.git"
      git clone --quiet "$SERVICES/origin.git" "$SERVICES/made" 2>/dev/null
      cd "$SERVICES/made"
      mkdir -p scripts/lib examples
      cp -r "$ROOT/action.yml" .
      cp -r "$ROOT/scripts/action" scripts
      cp "$ROOT/scripts/lib/tag-action" scripts/lib
      cp -r "$ROOT/examples/ci" examples
      git add . && git -c user.name=n -c user.email=e@example.com commit --quiet --message Release
      git push --quiet origin HEAD:refs/tags/v1.2.3
      scripts/lib/tag-action OWNER/storehooks 1.2.3 "$SERVICES/releases/SHA256SUMS"
      git -C "$SERVICES" clone --quiet --branch v1 origin.git action 2>/dev/null
      rm -rf "$SERVICES/made"
      """, ["ROOT": Workspace.root])
    #expect(result.exitCode == 0, "\(result.errorOutput)")
  }

  /// The credentials as environment variables.
  var credentials: [String: String] {
    [
      "ASC_KEY_ID": SimulatorProcess.keyID, "ASC_ISSUER_ID": SimulatorProcess.issuerID,
      "ASC_PRIVATE_KEY": key,
    ]
  }

  /// Where programs are looked for.
  var searchPath: String {
    "\(services.file("bin")):\(services.file("home/.local/bin")):/usr/local/bin:/usr/bin:/bin"
  }

  /// Runs a script of a recipe in the checkout.
  func bash(
    _ script: String, _ environment: [String: String] = [:]
  ) async throws -> Command.Result {
    let path = try workspace.directory.write(script, to: "script")
    let base = [
      "PATH": searchPath, "HOME": services.file("home"), "SERVICES": services.path,
      "STOREHOOKS_API_URL": simulator.url, "LC_ALL": "C.UTF-8", "STOREHOOKS_SHA256SUMS": checksums,
    ]
    return try await Command(
      "/bin/bash", ["--noprofile", "--norc", "-euo", "pipefail", path],
      environment: base.merging(environment) { $1 }, workingDirectory: checkout.path
    ).run()
  }

  /// The live webhooks' names, sorted.
  var live: [String] {
    get throws { try workspace.fleet.apps.flatMap(\.webhooks).map(\.name).sorted() }
  }

  /// Puts the binary where images have it.
  func installAsImage() throws {
    let program = try BuiltProduct.path(named: "storehooks")
    try FileManager.default.createSymbolicLink(
      atPath: services.file("bin/storehooks"), withDestinationPath: program)
  }

  static let afterApply = ["Build status", "Crash triage", "Release bot"]
  static let beforeApply = ["Crash triage", "Tunnel of last spring"]
}

/// Programs that stand in for services. Unknown arguments are errors, so that a recipe can't call anything unexpected.
enum StandIns {
  /// Downloads from the folder of releases.
  static let curl = #"""
    #!/bin/bash
    set -euo pipefail
    [[ "$*" == "--fail --silent --show-error --location --retry 3 --output "* ]] || { echo "curl: $*" >&2; exit 64; }
    file=$8 url=$9
    [[ $url == https://github.com/OWNER/storehooks/releases/download/v1.2.3/* ]] || { echo "curl: $url" >&2; exit 64; }
    cp "$SERVICES/releases/${url##*/}" "$file"
    """#

  /// Comments of one pull request, issues, and another pull request, as files. The comment 40 is somebody else's.
  static let gh = #"""
    #!/bin/bash
    set -euo pipefail
    [[ -n $GH_TOKEN && -z ${PRIVATE_KEY:-} ]]
    all=$*
    echo "$all" >>"$SERVICES/gh.log"
    case "$all" in
    "api graphql --paginate --raw-field owner=o --raw-field name=r --field number=7 --raw-field query="*"--jq "*)
      [[ -z ${GH_REFUSES:-} ]]
      [[ "$all" == *".viewerDidAuthor and "*"startswith(\""* ]]
      mark=${all##*startswith(\"} mark=${mark%%\"*}
      for comment in "$SERVICES"/comments/*; do
        [[ ${comment##*/} == 40 || $(head -n 1 "$comment") != "$mark" ]] || echo "${comment##*/}"
      done ;;
    "api --silent --method POST repos/o/r/issues/7/comments --field body=@"*)
      number=$((41 + $(find "$SERVICES/comments" -type f ! -name 40 | wc -l)))
      cp "${all##*=@}" "$SERVICES/comments/$number" ;;
    "api --silent --method PATCH repos/o/r/issues/comments/"[0-9]*" --field body=@"*)
      number=${all#*comments/} number=${number%% *}
      [[ -e $SERVICES/comments/$number ]]
      cp "${all##*=@}" "$SERVICES/comments/$number" ;;
    "issue list --repo o/r --label webhooks-drift --state open --limit 1 --json number --jq .[].number")
      if [[ -e $SERVICES/issue ]]; then echo 5; fi ;;
    "label create webhooks-drift --repo o/r --force") ;;
    "issue create --repo o/r --label webhooks-drift --title "*" --body-file "*) [[ ! -e $SERVICES/issue ]]; cp "${all##* }" "$SERVICES/issue" ;;
    "issue edit 5 --repo o/r --body-file "*) cp "${all##* }" "$SERVICES/issue" ;;
    "issue close 5 --repo o/r --comment "*) rm "$SERVICES/issue" ;;
    "auth setup-git") ;;
    "pr list --repo o/r --head webhooks-drift --state open --json number,isCrossRepository --jq .[] | "*" | .number")
      if [[ -e $SERVICES/pull ]]; then echo 8; fi ;;
    "pr create --repo o/r --head webhooks-drift --title "*" --body-file "*)
      [[ ! -e $SERVICES/pull ]]
      git --git-dir "$SERVICES/repository.git" rev-parse --quiet --verify webhooks-drift
      cp "${all##* }" "$SERVICES/pull" ;;
    "pr edit 8 --repo o/r --body-file "*) cp "${all##* }" "$SERVICES/pull" ;;
    "pr close 8 --repo o/r --delete-branch --comment "*)
      rm "$SERVICES/pull"
      git --git-dir "$SERVICES/repository.git" branch --quiet -D webhooks-drift ;;
    *) echo "gh: unknown: $all" >&2; exit 64 ;;
    esac
    """#
}
