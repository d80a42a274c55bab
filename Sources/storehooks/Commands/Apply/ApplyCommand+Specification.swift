import CommandLine
import Planning
import Reports

extension ApplyCommand {
  static let specification = CommandSpec(
    name: "apply",
    abstract: "Make the live webhooks match the file",
    discussion: [
      """
      Plans, shows the plan, asks for confirmation, and makes the calls. The secrets of all webhooks \
      that it creates are read before the first call. An app whose webhooks could not be read gets no \
      calls, and one app's failure doesn't stop the others; the next apply finishes the work.
      """,
      """
      With a saved PLAN, apply makes exactly its calls. It reads the desired-state file and the apps again \
      first; if anything has changed since the plan was made, it changes nothing.
      """,
    ],
    arguments: [
      .init(
        name: "PLAN", help: "A plan saved by 'storehooks plan --out'", isOptional: true, isPath: true)
    ],
    options: [
      Option.yes.spec, Option.allowDeletes.spec, Option.allowChanges.spec, Option.writeSecrets.spec,
      Option.filesChanged.spec, Option.canary.spec, Option.verify.spec, Option.verificationWait.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done"),
      .init(1, "Failed, or applied in part"),
      .init(3, "The saved plan is stale; nothing was changed"),
      .wrongUsage, .invalidFile,
      .init(130, "Interrupted, after the calls in flight were finished and reported"),
    ],
    examples: [
      .init("Review the plan, then confirm", "storehooks apply"),
      .init("Apply in a CI job", "storehooks apply --yes"),
      .init("Apply a saved plan", "storehooks apply plan.json --yes"),
      .init("Check that receivers accept what was applied", "storehooks apply --yes --verify"),
      .init("Try a change on two apps before the others get it", "storehooks apply --yes --canary 2"),
      .init("Apply to one app", "storehooks apply --app com.example.notes"),
    ])

  static let tellsJob = true

  static func report(of failure: Findings) -> (any Report)? { RefusalReport(Plan(), failure) }
}

extension Option<Bool> {
  static let yes = flag("yes", short: "y", "Don't ask for confirmation; required without a terminal")
  static let verify = flag(
    "verify",
    "Then send a test event to every enabled webhook that was created or changed, and fail if it doesn't "
      + "arrive"
  )
}

extension Option<Int?> {
  static let canary = value(
    "canary", "N", .integer(1...1_000_000),
    "Apply to N apps first, in the order of --app, else those with the fewest calls; send test events as with "
      + "--verify, and go on only if all arrive")
  static let allowDeletes = value(
    "allow-deletes", "N", .integer(0...1_000_000),
    "Accept a plan with up to N deletes, instead of policy.maxDeletes")
  static let allowChanges = value(
    "allow-changes", "N", .integer(0...1_000_000),
    "Accept a plan with up to N calls, instead of policy.maxChanges")
}
