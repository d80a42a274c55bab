import Foundation

/// A chat with incoming webhooks in Slack's form, as Slack, Mattermost, Discord (`/slack`) and others have them.
///
/// curl sends the messages: it is on every server, and knows proxies, certificates and retries. Its configuration goes
/// through standard input, because the URL is a secret and arguments can be seen by every user of the machine.
struct Chat {
  private let url: String
  private let environment: [String: String]

  init(url: String, environment: [String: String]) {
    self.url = url
    let passedOn = ["PATH", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE"]
    self.environment = environment.filter { passedOn.contains($0.key) }
  }

  /// Posts a message; gives the reason if that failed.
  func post(_ text: String) async -> String? {
    guard let body = try? JSONEncoder().encode(["text": Self.escaped(text)]) else { return "it isn't text" }
    let curl = Process()
    curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    curl.arguments = [
      "curl", "--disable", "--config", "-", "--silent", "--fail", "--output", "/dev/null", "--max-time", "10",
      "--retry", "5", "--retry-max-time", "120", "--header", "Content-Type: application/json",
    ]
    curl.environment = environment
    let input = Pipe()
    curl.standardInput = input
    curl.standardError = FileHandle.nullDevice
    let configuration =
      "url = \(Self.quoted(url))\ndata = \(Self.quoted(String(decoding: body, as: UTF8.self)))\n"
    return await withCheckedContinuation { done in
      curl.terminationHandler = { curl in
        let status = curl.terminationStatus
        done.resume(
          returning: status == 0 ? nil : "curl ended with exit code \(status)")
      }
      do {
        try curl.run()
      } catch {
        return done.resume(returning: "curl could not be started")
      }
      try? input.fileHandleForWriting.write(contentsOf: Data(configuration.utf8))
      try? input.fileHandleForWriting.close()
    }
  }

  /// What Slack takes for markup, taken as text. The first three are its own rule.
  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
  }

  /// A value in curl's configuration, on one line.
  private static func quoted(_ value: String) -> String {
    let escaped = value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
      of: "\"", with: "\\\"")
    return "\"\(escaped.filter { !$0.isNewline })\""
  }
}
