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

  @Test func bitrise() async throws {
    let workflows = try RecipeBench.yaml("examples/ci/bitrise/bitrise.yml")["workflows"]
    func scripts(of name: String) throws -> [String] {
      try #require(workflows?[name]?["steps"]).items.compactMap { $0["script@1"] }.map {
        try #require($0["inputs"]?.items.first?["content"]?.text)
      }
    }
    let validate = try scripts(of: "webhooks-validate")[0]
    let preview = try scripts(of: "webhooks-plan")[0]
    let apply = try scripts(of: "webhooks-apply")[0]
    let (drift, adopt) = (try scripts(of: "webhooks-drift")[0], try scripts(of: "webhooks-drift")[1])
    try await RecipeBench.with { bench in
      let validated = try await bench.bash(validate)
      #expect(validated.exitCode == 0, "\(validated.errorOutput)")
      #expect(try bench.live == RecipeBench.beforeApply)
      var nightly = bench.credentials
      nightly["BITRISE_DEPLOY_DIR"] = bench.services.path
      #expect(try await bench.bash(drift, nightly).exitCode == 2)
      #expect(try bench.services.read("report.html").contains("Crash triage"))
      #expect(try await bench.bash(adopt, nightly).exitCode == 0)
      #expect(try bench.services.read("adopt.diff").contains("+      Tunnel of last spring:"))
      let stranger = nightly.merging(["ASC_KEY_ID": "SOMEBODYELSE"]) { $1 }
      #expect(try await bench.bash(adopt, stranger).exitCode == 1)

      var pull = bench.credentials
      pull["BITRISEIO_GIT_BRANCH_DEST"] = "main"
      let whole = try await bench.bash(preview, pull)
      #expect(whole.exitCode == 0 && whole.output.contains("Plan: 2 to create"), "\(whole)")
      try await bench.checkOut(ref: nil, in: "")
      let same = try await bench.bash("git push --quiet origin main\n" + preview, pull)
      #expect(same.exitCode == 0 && same.output.contains("1 app not compared"), "\(same)")
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
      let drift = try await build("Webhooks drift")
      #expect(drift.exitCode == 2 && drift.output.contains("+      Tunnel of last spring:"))
      #expect(try await build("Webhooks apply", RecipeBench.webhookSecrets).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await build("Webhooks drift").exitCode == 0)
    }
  }

  @Test func jenkins() async throws {
    let text = try RecipeBench.read("examples/ci/jenkins/Jenkinsfile")
    let scripts = text.split(separator: "'''", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    try #require(scripts.count == 8, "validate, preview, plan, apply, commit, drift, adopt and push")
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
      let pull = key.merging(["CHANGE_TARGET": "main"]) { $1 }
      #expect(try await bench.bash(scripts[0]).exitCode == 0)
      let preview = try await bench.bash(scripts[1], pull)
      #expect(preview.exitCode == 0 && preview.output.contains("Plan: 2 to create"), "\(preview)")
      #expect(try await bench.bash("git push --quiet origin main:main && git fetch --quiet").exitCode == 0)
      let same = try await bench.bash(scripts[1], pull)
      #expect(same.exitCode == 0 && same.output.contains("1 app not compared"), "\(same)")
      // Each build begins with a clean checkout, on no branch.
      #expect(try await bench.bash("rm base.yaml && git checkout --quiet --detach main").exitCode == 0)

      func night() async throws -> String? {
        #expect(try await bench.bash(scripts[6], key).exitCode == 0)
        #expect(try await bench.bash(scripts[7]).exitCode == 0)
        #expect(try await bench.bash("git checkout --quiet --force --detach main").exitCode == 0)
        let file = try await bench.bash(
          "git --git-dir \"$SERVICES/jenkins.git\" show webhooks-drift:webhooks.yaml")
        return file.exitCode == 0 ? file.output : nil
      }
      #expect(try await bench.bash(scripts[5], key).exitCode == 2)
      let adopted = try #require(try await night())
      #expect(adopted.contains("Tunnel of last spring"))
      #expect(try await night() == adopted)
      let stranger = key.merging(["ASC_KEY_ID": "SOMEBODYELSE"]) { $1 }
      #expect(try await bench.bash(scripts[6], stranger).exitCode == 1, "and the branch stays")

      let plan = try await bench.bash(scripts[2], key)
      #expect(plan.exitCode == 0 && plan.output.contains("Plan: 2 to create, 1 to modify, 1 to delete"))
      #expect(try bench.live == RecipeBench.beforeApply)
      #expect(try await bench.bash(scripts[3], key.merging(RecipeBench.webhookSecrets) { $1 }).exitCode == 0)
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try await bench.bash(scripts[4]).exitCode == 0)
      let pushed = try await bench.bash(
        "git --git-dir \"$SERVICES/jenkins.git\" show main:webhooks.state.json")
      #expect(pushed.exitCode == 0 && pushed.output.contains("Release bot"))
      #expect(try await bench.bash(scripts[4]).exitCode == 0, "nothing to commit")
      #expect(try await bench.bash(scripts[5], key).exitCode == 0)
      #expect(try bench.checkout.read("report.html").contains("Crash triage"))
      #expect(try await night() == nil)
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
      #expect(try await bench.bash(script(of: "pages")).exitCode == 0)
      #expect(try bench.checkout.read("public/index.html").contains("Crash triage"))
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
    #expect(strings(root["apply"]?["needs"]) == ["plan"] && strings(root["pages"]?["needs"]) == ["drift"])
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
      let mounted = arguments.map {
        $0.replacing("/config/", with: bench.checkout.path + "/").replacing(
          "/report/", with: bench.services.path + "/")
      }
      let command = (["storehooks"] + mounted.map { "'\($0)'" }).joined(separator: " ")
      let run = try await bench.bash(command, bench.credentials)
      #expect(run.exitCode == 2 && run.output.contains("Drift: "), "\(run.errorOutput)")
      #expect(try bench.services.read("report.html").contains("Crash triage"))
    }
    let kustomization = try RecipeBench.yaml("examples/ci/kubernetes/kustomization.yaml")
    #expect(strings(kustomization["resources"]) == ["cronjob.yaml", "report.yaml"])
    let claim = try RecipeBench.yaml("examples/ci/kubernetes/report.yaml")["metadata"]?["name"]?.text
    #expect(claim == pod["volumes"]?.items.last?["persistentVolumeClaim"]?["claimName"]?.text)
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
