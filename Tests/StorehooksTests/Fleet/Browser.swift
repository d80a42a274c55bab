import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Headless Chromium, from Debian's package `chromium`.
enum Browser {
  static let isInstalled = CommandRunner.isInstalled("chromium")

  /// A page after its scripts have run, and what the browser's console said.
  struct Page {
    var document: String
    var console: String
  }

  /// Opens a page from a file, as a user would.
  ///
  /// - Parameter probe: a script whose result becomes the text of `<output id="probe">`. Then the page's policy,
  ///   which would refuse it, is left out.
  static func open(
    _ html: String, width: Int = 1280, probe: String? = nil
  ) async throws -> Page {
    try await TemporaryDirectory.with { directory in
      var html = html
      if let probe {
        html.replace(#/<meta http-equiv="Content-Security-Policy"[^>]*>/#, with: "")
        html.replace(
          "</body>",
          with: "<output id=\"probe\"></output><script>document.getElementById('probe').textContent = "
            + "String((() => { \(probe) })());</script></body>")
      }
      try directory.write(html, to: "page.html")
      let options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--window-size=\(width),1000",
        "--user-data-dir=\(directory.file("profile"))", "--enable-logging=stderr", "--dump-dom",
        "file://" + directory.file("page.html"),
      ]
      let result = try await Command(
        "/usr/bin/env", ["chromium"] + options,
        environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.path]
      ).run()
      let console = result.errorOutput.split(separator: "\n").filter { $0.contains("CONSOLE") }
      return Page(document: result.output, console: console.joined(separator: "\n"))
    }
  }
}

extension Browser.Page {
  /// What the probe found.
  var probed: String {
    guard let start = document.firstRange(of: "<output id=\"probe\">")?.upperBound,
      let end = document[start...].firstRange(of: "</output>")?.lowerBound
    else { return "" }
    return String(document[start..<end])
  }
}
