import AppStoreConnect
import Platform
import Reconciler
import Testing

@Suite struct ProcessLauncherTests {
  @Test func programsGetNoVariableOfTheKey() throws {
    var environment = ["PATH": "/usr/bin:/bin", "ASC_OTHER": "stays", "RELEASE_BOT_SECRET": "stays"]
    let kept = environment.map { "\($0.key)=\($0.value)" }
    for name in CredentialVariables.names { environment[name] = "the-key" }
    let pipe = try PipeEnds()
    defer { pipe.reading.close() }
    let launcher = ProcessLauncher(arguments: ["/usr/bin/env"], withoutKeyIn: environment)
    let process = try launcher.start(input: nil, output: pipe.writing)
    pipe.writing.close()
    let text = String(decoding: try pipe.reading.prefix(65_536), as: UTF8.self)
    #expect(process.ending(waits: true) == .exited(0))
    #expect(text.split(separator: "\n").map(String.init).sorted() == kept.sorted())
  }
}
