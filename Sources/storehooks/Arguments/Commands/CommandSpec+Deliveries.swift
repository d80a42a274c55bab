import CommandLine
import Reports

extension CommandSpec {
  /// `storehooks ping`.
  static let ping = Self(
    name: "ping",
    abstract: "Send a test event to webhooks and see whether it arrives",
    discussion: [
      """
      Has App Store Connect send a test event to every selected webhook, and follows each delivery until \
      the receiver has answered, or the time is up. Disabled webhooks are left out.
      """,
      webhookChoice,
    ],
    options: [webhookOption, wait],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Every test event has arrived"),
      .init(1, "One has not, or a webhook could not be read"),
      .wrongUsage, .invalidFile, .interrupted,
    ],
    examples: [
      .init("Test all webhooks of the file's apps", "storehooks ping"),
      .init("Test one webhook", "storehooks ping --app com.example.notes --webhook Triage"),
      .init("Test every webhook of the account, for a script", "storehooks ping --app '*' --format json"),
    ])
}

extension CommandSpec {
  /// `storehooks deliveries`.
  static let deliveries = Self(
    name: "deliveries",
    abstract: "List what was delivered to webhooks, and what failed",
    discussion: [
      """
      Lists the deliveries of the selected webhooks, the newest first, and sums up each webhook: how many \
      succeeded, the last success and the longest outage. On a terminal, a small chart shows the share that \
      succeeded over time.
      """,
      webhookChoice,
    ],
    options: [
      webhookOption, since, until,
      .flag("failed", "Only deliveries that failed"),
      .value("limit", "N", .integer(1...1_000_000), "List the newest N only; all of them are summed up"),
      .flag("payload", "Also show the body that receivers get"),
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, whatever was delivered"), .init(1, "Failed, or not every list could be read"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("List the deliveries of a day", "storehooks deliveries"),
      .init("See what failed in three days", "storehooks deliveries --failed --since 3d"),
      .init(
        "Look at what an app's webhooks were sent",
        "storehooks deliveries --app com.example.notes --payload --limit 5"),
    ])

  /// `storehooks redeliver`.
  static let redeliver = Self(
    name: "redeliver",
    abstract: "Send deliveries again",
    discussion: [
      """
      Has App Store Connect send events again: those of the deliveries that are named, or with --failed \
      each event whose delivery failed, once. Left out with --failed are events that were delivered later, \
      test events, and disabled webhooks. Every webhook gets one delivery at a time, which is followed to \
      its end before the next one.
      """,
      webhookChoice
        + " A delivery named by its ID is looked for there, so that the new one can be followed.",
    ],
    arguments: [
      Argument(
        name: "DELIVERY", help: "ID of a delivery, as 'storehooks deliveries' lists it", isOptional: true,
        isRepeatable: true)
    ],
    options: [
      .flag("failed", "Send again all that failed"), webhookOption, since, until, wait,
      .flag("dry-run", "Only show what would be sent again"),
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Everything has arrived, or was asked for and not followed"),
      .init(1, "Something has not arrived, or could not be read"), .wrongUsage, .invalidFile, .interrupted,
    ],
    examples: [
      .init("See what would be sent again", "storehooks redeliver --failed --dry-run"),
      .init("Send again all that failed in two days", "storehooks redeliver --failed --since 2d"),
      .init(
        "Send one delivery again",
        "storehooks redeliver 5e7cbd1c-0000-4000-8000-000000000001"),
    ])
}

private let since = OptionSpec.value(
  "since", "TIME", .string, default: "24h",
  "Only deliveries made since then: so long ago, or a date in UTC such as '2026-11-20' or "
    + "'2026-11-20T08:00:00Z'; at most 10 days back")
private let until = OptionSpec.value("until", "TIME", .string, "Only deliveries made before then")

/// Which webhooks `ping`, `deliveries` and `redeliver` are about.
let webhookChoice = """
  Without --app, the webhooks are those of the file's apps, whether the file lists them or not; with --app, \
  those of any apps of the account, and no file is needed. A webhook named by its ID needs neither.
  """

let webhookOption = OptionSpec.value(
  "webhook", "NAME|ID", .name(), repeatable: true, "Only the webhooks of this name, or the one of this ID")

private let wait = OptionSpec.wait("How long to follow each delivery")

/// `--wait` of commands that test webhooks only if they are asked to.
let verificationWait = OptionSpec.wait("How long to wait for each test event to arrive")

extension OptionSpec {
  fileprivate static func wait(_ help: String) -> OptionSpec {
    .value(
      "wait", "DURATION", .duration(.zero...(.seconds(3_600))), default: Duration.seconds(60).spelled, help)
  }
}

extension CommandSpec.Exit {
  static let interrupted = Self(130, "Interrupted, after what is known was reported")
}
