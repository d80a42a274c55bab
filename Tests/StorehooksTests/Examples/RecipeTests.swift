import TestSupport
import Testing
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The recipes for CI services other than GitHub: their own commands, against the simulator.
@Suite(.enabled(if: RecipeBench.isOnLinux, "the release that recipes install is for Linux"))
struct RecipeTests {
  private func strings(_ node: Node?) -> [String] { node.map { $0.items.map(\.text) } ?? [] }

  @Test func theReleaseIsInstalledOnlyIfItIsTheOneThatWasMeant() async throws {
    try await RecipeBench.with { bench in
      let script = #"ci/install-storehooks "$HOME/.local/bin""#
      func install(_ script: String, checksums: String) async throws -> Command.Result {
        try await bench.bash(script, ["STOREHOOKS_SHA256SUMS": checksums])
      }
      let name = "install-storehooks:"
      let others = bench.checksums.replacing("1.2.3", with: "1.2.4")
      for list in ["", others] {
        let unpinned = try await install(script, checksums: list)
        #expect(unpinned.exitCode == 1)
        #expect(unpinned.errorOutput.hasPrefix("\(name) no checksum is given for storehooks-1.2.3-linux-"))
      }
      let short = try await install(
        script, checksums: bench.checksums.replacing(#/[0-9a-f]{64}/#, with: "0123"))
      #expect(short.errorOutput.hasSuffix("isn't 64 digits from 0 to 9 and a to f\n"))
      let zeros = bench.checksums.replacing(#/[0-9a-f]{64}/#, with: String(repeating: "0", count: 64))
      let wrong = try await install(script, checksums: zeros)
      #expect(wrong.exitCode == 1 && wrong.errorOutput.contains("isn't the file that was meant"))
      #expect(!FileManager.default.fileExists(atPath: bench.services.file("home/.local/bin/storehooks")))
      #expect(try await install(script, checksums: bench.checksums).exitCode == 0)
      let told = try await install(script.replacing("hooks \"", with: "hooks --unpinned \""), checksums: "")
      #expect(told.exitCode == 0, "\(told.errorOutput)")
      let install = try RecipeBench.read("docs/install.md")
      #expect(install.contains("storehooks-1.2.3-linux-x86_64.tar.gz") && install.contains("SHA256SUMS"))
    }
  }

  /// macOS has `shasum` but no `sha256sum`, and one archive for both processors.
  @Test(arguments: ["arm64", "x86_64"]) func theReleaseIsInstalledOnMacOS(_ machine: String) async throws {
    try await RecipeBench.with { bench in
      // Made by the shell: a file that this process writes can't be run while another test starts a program.
      let script = """
        mkdir mac
        for tool in bash env awk cut curl tar gzip install mktemp mkdir mv rm cat cp sh; do
          ln -s "$(command -v $tool)" "mac/$tool"
        done
        printf '#!/bin/sh\ncase $1 in -s) echo Darwin ;; -m) echo \(machine) ;; esac\n' >mac/uname
        printf '#!/bin/sh\n[ "$*" = "-a 256" ] && exec %s\n' "$(command -v sha256sum)" >mac/shasum
        chmod +x mac/uname mac/shasum
        PATH=$PWD/mac exec bash ci/install-storehooks "$HOME/.local/bin"
        """
      let result = try await bench.bash(script)
      #expect(result.exitCode == 0 && result.output.hasPrefix("storehooks "), "\(result.errorOutput)")
    }
  }

  @Test func theArchiveIsKeptAndCheckedEachTime() async throws {
    try await RecipeBench.with { bench in
      let script = #"STOREHOOKS_ARCHIVES=$HOME/kept ci/install-storehooks "$HOME/.local/bin""#
      #expect(try await bench.bash(script).exitCode == 0)
      let offline = try await bench.bash("mv \"$SERVICES/releases\" \"$SERVICES/gone\"\n" + script)
      #expect(offline.exitCode == 0, "\(offline.errorOutput)")
      let spoilt = try await bench.bash(
        #"for kept in "$HOME"/kept/*; do echo >>"$kept"; done"# + "\n" + script)
      #expect(spoilt.exitCode != 0 && spoilt.output.isEmpty, "it is downloaded again, which fails here")
    }
  }

  @Test(arguments: [("FreeBSD", "amd64"), ("Linux", "riscv64"), ("MINGW64_NT", "x86_64")])
  func anotherSystemIsToldWhatToDo(_ system: String, _ machine: String) async throws {
    try await TemporaryDirectory.with { directory in
      let script = """
        printf '#!/bin/sh\ncase $1 in -s) echo %s ;; -m) echo %s ;; esac\n' \(system) \(machine) >uname
        chmod +x uname
        PATH=$PWD:$PATH exec "$0" bin
        """
      let result = try await Command(
        "/bin/bash", ["-c", script, Workspace.root + "/examples/ci/install-storehooks"],
        environment: ["PATH": "/usr/bin:/bin"], workingDirectory: directory.path
      ).run()
      let expected =
        "there is no release for \(system) on \(machine); build it from source (docs/install.md)"
      #expect(
        result == Command.Result(exitCode: 1, output: "", errorOutput: "install-storehooks: \(expected)\n"))
    }
  }

  @Test func bitrise() async throws {
    let workflows = try RecipeBench.yaml("examples/ci/bitrise/bitrise.yml")["workflows"]
    func script(of name: String) throws -> String {
      let steps = try #require(workflows?[name]?["steps"])
      let script = try #require(steps.items.compactMap { $0["script@1"] }.first)
      return try #require(script["inputs"]?.items.first?["content"]?.text)
    }
    let validate = try script(of: "webhooks-validate")
    let apply = try script(of: "webhooks-apply")
    let drift = try script(of: "webhooks-drift")
    try await RecipeBench.with { bench in
      let validated = try await bench.bash(validate)
      #expect(validated.exitCode == 0, "\(validated.errorOutput)")
      #expect(try bench.live == RecipeBench.beforeApply)
      var nightly = bench.credentials
      nightly["BITRISE_DEPLOY_DIR"] = bench.services.path
      #expect(try await bench.bash(drift, nightly).exitCode == 2)
      #expect(try bench.services.read("report.html").contains("Crash triage"))
      let all = bench.credentials.merging(RecipeBench.webhookSecrets) { $1 }
      #expect(try await bench.bash(apply, all).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await bench.bash(drift, nightly).exitCode == 0)
    }
  }

  @Test func xcodeCloud() async throws {
    try await RecipeBench.with { bench in
      let script = #"exec "$ROOT/examples/ci/xcode-cloud/ci_post_clone.sh""#
      func build(_ workflow: String, _ secrets: [String: String] = [:]) async throws -> Command.Result {
        let variables = [
          "ROOT": Workspace.root, "CI_WORKFLOW": workflow, "CI_PRIMARY_REPOSITORY_PATH": bench.checkout.path,
          "CI_PULL_REQUEST_TARGET_COMMIT": "main",
        ]
        return try await bench.bash(
          script, variables.merging(bench.credentials.merging(secrets) { $1 }) { $1 })
      }
      #expect(try await build("Release") == Command.Result(exitCode: 0, output: "", errorOutput: ""))
      let plan = try await build("Webhooks plan")
      #expect(plan.exitCode == 0 && plan.output.contains("Plan: 2 to create, 1 to modify, 1 to delete"))
      try await bench.checkOut(ref: nil, in: "")
      #expect(try await build("Webhooks plan").output.contains("1 app not compared"))
      #expect(try await build("Webhooks drift").exitCode == 2)
      #expect(try await build("Webhooks apply", RecipeBench.webhookSecrets).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await build("Webhooks drift").exitCode == 0)
    }
  }

  @Test func jenkins() async throws {
    let text = try RecipeBench.read("examples/ci/jenkins/Jenkinsfile")
    let scripts = text.split(separator: "'''", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    try #require(scripts.count == 5, "validate, plan, apply, commit and drift")
    try await RecipeBench.with { bench in
      let origin = try await bench.bash(
        """
        git init --quiet --bare --initial-branch main "$SERVICES/jenkins.git"
        git init --quiet --initial-branch main && git remote add origin "$SERVICES/jenkins.git"
        echo .bin >.git/info/exclude && git add . && git -c user.name=n -c user.email=e@example.com commit -qm Begin
        """)
      try #require(origin.exitCode == 0, "\(origin.errorOutput)")
      var key = bench.credentials
      key["ASC_PRIVATE_KEY"] = nil
      key["ASC_PRIVATE_KEY_PATH"] = bench.workspace.directory.file("key.p8")
      #expect(try await bench.bash(scripts[0]).exitCode == 0)
      let plan = try await bench.bash(scripts[1], key)
      #expect(plan.exitCode == 0 && plan.output.contains("Plan: 2 to create, 1 to modify, 1 to delete"))
      #expect(try bench.live == RecipeBench.beforeApply)
      #expect(try await bench.bash(scripts[2], key.merging(RecipeBench.webhookSecrets) { $1 }).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await bench.bash(scripts[3]).exitCode == 0)
      let pushed = try await bench.bash(
        "git --git-dir \"$SERVICES/jenkins.git\" show main:webhooks.state.json")
      #expect(pushed.exitCode == 0 && pushed.output.contains("Release bot"))
      #expect(try await bench.bash(scripts[3]).exitCode == 0, "nothing to commit")
      #expect(try await bench.bash(scripts[4], key).exitCode == 0)
      #expect(try bench.checkout.read("report.html").contains("Crash triage"))
    }
  }

  @Test func gitLab() async throws {
    let root = try RecipeBench.yaml("examples/ci/gitlab/gitlab-ci.yml")
    func script(of job: String) -> String { strings(root[job]?["script"]).joined(separator: "\n") }
    func report(of job: String, _ kind: String, _ bench: RecipeBench) throws -> String {
      try bench.checkout.read(try #require(root[job]?["artifacts"]?["reports"]?[kind]?.text))
    }
    try await RecipeBench.with { bench in
      try bench.installAsImage()
      #expect(try await bench.bash(script(of: "validate")).exitCode == 0)
      let plan = try await bench.bash(script(of: "plan"), bench.credentials)
      #expect(plan.exitCode == 0 && plan.output.contains("Plan: 2 to create, 1 to modify, 1 to delete"))
      #expect(try await bench.bash(script(of: "drift"), bench.credentials).exitCode == 2)
      #expect(try report(of: "drift", "junit", bench).contains("<failure"))
      let all = bench.credentials.merging(RecipeBench.webhookSecrets) { $1 }
      #expect(try await bench.bash(script(of: "apply"), all).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await bench.bash(script(of: "apply"), all).exitCode == 3, "the plan is stale")
      #expect(try await bench.bash(script(of: "drift"), bench.credentials).exitCode == 0)

      try bench.checkout.write("version: 2\napps: {}\n", to: "webhooks.yaml")
      #expect(try await bench.bash(script(of: "validate")).exitCode == 65)
      #expect(try report(of: "validate", "codequality", bench).contains("\"critical\""))
    }
    for job in ["plan", "drift"] { #expect(root[job]?["cache"]?["policy"]?.text == "pull") }
    #expect(root["apply"]?["environment"] != nil && root["apply"]?["resource_group"] != nil)
    #expect(strings(root["apply"]?["needs"]) == ["plan"])
  }

  @Test func gitLabMergeRequests() async throws {
    let root = try RecipeBench.yaml("examples/ci/gitlab/gitlab-ci.yml")
    func script(of job: String) -> String { strings(root[job]?["script"]).joined(separator: "\n") }
    try await RecipeBench.with { bench in
      try bench.installAsImage()
      // A server that has push options and reports which it got.
      let server = try await bench.bash(
        """
        git init --quiet --bare --initial-branch main "$SERVICES/repository.git"
        cd "$SERVICES/repository.git" && git config receive.advertisePushOptions true
        printf '#!/bin/sh\nenv | grep "^GIT_PUSH_OPTION_[0-9]" >>"$SERVICES/push.log"\n' >hooks/post-receive
        chmod +x hooks/post-receive
        """)
      try #require(server.exitCode == 0, "\(server.errorOutput)")
      var variables = bench.credentials.merging([
        "CI_SERVER_URL": bench.services.path, "CI_PROJECT_PATH": "repository", "CI_DEFAULT_BRANCH": "main",
        "WEBHOOKS_TOKEN": "a-token-of-tests", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main",
      ]) { $1 }
      func run(_ jobs: String...) async throws -> [Int32] {
        try bench.checkOut()
        try await bench.checkOut(ref: nil, in: "")
        var codes: [Int32] = []
        for job in jobs { codes.append(try await bench.bash(script(of: job), variables).exitCode) }
        return codes
      }
      for _ in 0..<2 { #expect(try await run("adopt", "merge-request") == [0, 0]) }
      let file = try #require(try await bench.pushed("webhooks.yaml"))
      #expect(file.contains("Tunnel of last spring"))
      let options = try bench.services.read("push.log")
      #expect(options.contains("=merge_request.create\n") && options.contains("=merge_request.target=main\n"))
      #expect(options.matches(of: #/create/#).count == 1, "nothing new in the second night")

      // A failure ends the job, so the merge request stays.
      variables["ASC_KEY_ID"] = "SOMEBODYELSE"
      #expect(try await run("adopt") == [1])
      variables["ASC_KEY_ID"] = bench.credentials["ASC_KEY_ID"]
      variables.merge(RecipeBench.webhookSecrets) { $1 }
      #expect(try await run("plan", "apply", "adopt", "merge-request") == [0, 0, 0, 0])
      #expect(try await bench.pushed("webhooks.yaml") == nil)
      #expect(try await run("adopt", "merge-request") == [0, 0])

      // The preview of a merge request without changes.
      let push = try await bench.bash("git push --quiet origin main && " + script(of: "base"), variables)
      #expect(push.exitCode == 0, "\(push.errorOutput)")
      let preview = try await bench.bash(script(of: "preview"), variables)
      #expect(preview.exitCode == 0 && preview.output.contains("1 app not compared"), "\(preview)")
    }
    #expect(strings(root["merge-request"]?["needs"]) == ["adopt"])
  }

  @Test func kubernetes() async throws {
    let job = try RecipeBench.yaml("examples/ci/kubernetes/cronjob.yaml")
    let pod = try #require(job["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"])
    let container = try #require(pod["containers"]?.items.first)
    let arguments = strings(container["args"])
    try await RecipeBench.with { bench in
      try bench.installAsImage()
      let names = try #require(container["env"]).items.compactMap { $0["name"]?.text }
      #expect(Set(names) == Set(bench.credentials.keys))
      let mounted = arguments.map { $0.replacing("/config/", with: bench.checkout.path + "/") }
      let command = (["storehooks"] + mounted.map { "'\($0)'" }).joined(separator: " ")
      let run = try await bench.bash(command, bench.credentials)
      #expect(run.exitCode == 2 && run.output.contains("Drift: "), "\(run.errorOutput)")
    }
    let kustomization = try RecipeBench.yaml("examples/ci/kubernetes/kustomization.yaml")
    #expect(strings(kustomization["resources"]) == ["cronjob.yaml"])
    let map = try #require(kustomization["configMapGenerator"]?.items.first)
    #expect(map["name"]?.text == pod["volumes"]?.items.first?["configMap"]?["name"]?.text)
  }

  @Test func noRecipePutsASecretIntoAnArgument() throws {
    let folder = Workspace.root + "/examples/ci"
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      $0.contains(".") || $0.hasSuffix("file")
    }
    for file in files where !file.hasSuffix(".md") {
      for line in try RecipeBench.read("examples/ci/" + file).split(separator: "\n")
      where line.contains("storehooks") {
        #expect(!line.contains(#/\$\{?\{? *(secrets|[A-Z_]*SECRET\b|ASC_PRIVATE_KEY)/#), "\(file): \(line)")
        #expect(!line.contains("--private-key"), "\(file): \(line)")
      }
    }
  }
}
