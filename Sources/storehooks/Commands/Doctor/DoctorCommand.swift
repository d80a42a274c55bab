import AppStoreConnect
import CommandLine
import Reports

/// `storehooks doctor`: checks the set-up.
struct DoctorCommand: Command {
  static let specification = CommandSpec(
    name: "doctor",
    abstract: "Check the set-up: key, network, account, files",
    discussion: [
      """
      Checks step by step what the other commands need, and says what to do about what is missing: the API \
      key and where it comes from, the way to App Store Connect (DNS, proxy, TLS), the clock, the apps and \
      webhooks that the key may read, the hour's quota, the desired-state file, its variables and secrets, and \
      the state file.
      """,
      """
      It changes nothing and starts no program. What only 'apply' needs, such as a secret that isn't \
      available here, is a remark (!).
      """,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [.init(0, "Nothing failed"), .init(1, "A check failed"), .wrongUsage],
    examples: [
      .init("Find out why nothing works", "storehooks doctor"),
      .init("Check a job's set-up in a script", "storehooks doctor --format json"),
    ])

  static func report(of failure: Findings) -> (any Report)? { DoctorReport([], failure) }

  let session: Session

  func run() async throws -> CommandResult {
    var examination = Examination(session)
    examination.examineLibraries()
    try examination.examineFile()
    try examination.examineCredentials()
    await session.progress.show("Checking", counting: "check") { _ in await examination.examineAccount() }
    examination.examineNeeds()
    examination.examineState()
    let findings = Findings(statistics: examination.client?.statistics ?? .init())
    let checks = examination.checks
    return CommandResult(
      DoctorReport(checks, findings), exitCode: checks.contains { $0.status == .fail } ? .failed : .done)
  }
}
