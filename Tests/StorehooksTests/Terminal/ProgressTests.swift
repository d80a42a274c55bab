@testable import Reports
import AppStoreConnect
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

/// Progress in virtual time: what is drawn, and when.
@Suite struct ProgressTests {
  /// What was written, with the time in tenths of a second before each drawing.
  private final class Recorder: OutputSink {
    private let time: VirtualTime
    private let lines = LockedValue<[String]>([])

    init(_ time: VirtualTime) { self.time = time }

    var drawings: [String] { lines.withLock { $0 } }

    func write(_ bytes: [UInt8]) {
      let text = String(decoding: bytes, as: UTF8.self).replacing("\r", with: "").replacing(
        "\u{1B}[K\u{1B}[C\u{1B}[J", with: "#"
      ).replacing("\u{1B}[J", with: "~")
      let tenths = time.now.milliseconds / 100
      lines.withLock { $0.append("\(tenths): \(text)") }
    }
  }

  private let time = VirtualTime()
  private let columns = LockedValue(81)

  private func screen(_ recorder: Recorder) -> Screen {
    Screen(line: StatusLine(sink: recorder), clock: time.clock) { [columns] in columns.withLock { $0 } }
  }

  @Test func isDrawnAfterHalfASecondAndErasedAtTheEnd() throws {
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    let result = time.run { [time] in
      await progress.show("Reading", counting: "app") { update in
        update(0, 4)
        try? await time.sleep(.milliseconds(620))
        update(2, 4)
        try? await time.sleep(.milliseconds(200))
        return "done"
      }
    }
    #expect(result == "done")
    let bar = String(repeating: "-", count: 30)
    let half = String(repeating: "#", count: 15) + String(repeating: "-", count: 15)
    #expect(
      recorder.drawings == [
        "5: Reading  [\(bar)]  0 of 4 apps~", "6: Reading  [\(bar)]  0 of 4 apps~",
        "7: Reading  [\(half)]  2 of 4 apps  2.9/s  1 s left~",
        "8: Reading  [\(half)]  2 of 4 apps  2.5/s  1 s left~", "8: #",
      ])
  }

  @Test func shortWorkIsNotShown() {
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    _ = time.run { [time] in
      for _ in 0..<5 {
        await progress.show("Reading", counting: "app") { _ in try? await time.sleep(.milliseconds(450)) }
      }
    }
    #expect(recorder.drawings.isEmpty)
    #expect(time.now < .milliseconds(2_500), "and isn't held up")
  }

  @Test func isErasedWhereWorkFails() async {
    struct Failure: Error {}
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    let failed = time.run { [time] in
      do {
        try await progress.show("Reading", counting: "app") { _ in
          try await time.sleep(.seconds(1))
          throw Failure()
        }
        return false
      } catch { return true }
    }
    #expect(failed == true)
    #expect(recorder.drawings.last?.hasSuffix(": #") == true)
  }

  @Test func theWidthIsAskedForEachDrawing() {
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    time.at(.milliseconds(550)) { [columns] in columns.withLock { $0 = 14 } }
    _ = time.run { [time] in
      await progress.show("Reading", counting: "app") { update in
        update(1, 4)
        try? await time.sleep(.milliseconds(650))
      }
    }
    #expect(recorder.drawings.count == 3)
    #expect(recorder.drawings.first?.hasSuffix("]  1 of 4 apps  2/s  2 s left~") == true)
    #expect(recorder.drawings.dropFirst().first == "6: 1 of 4 apps~")
  }

  @Test func waitsAreShownWhereThereIsALine() {
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    #expect(!progress.wait(.seconds(1)), "there is none yet")
    let isShown = time.run { [time] in
      await progress.show("Reading", counting: "app") { update in
        update(1, 4)
        let isShown = progress.wait(.seconds(2))
        try? await time.sleep(.milliseconds(1_150))
        return isShown
      }
    }
    #expect(isShown == true)
    #expect(
      recorder.drawings.first?.contains("1 of 4 apps, waiting 2 s for App Store Connect's limit") == true)
    #expect(recorder.drawings.dropLast().last?.contains("waiting 1 s") == true)
    #expect(!Progress(screen: nil).wait(.seconds(1)))
  }

  @Test func progressInProgressIsNotShown() {
    let recorder = Recorder(time)
    let progress = Progress(screen: screen(recorder))
    _ = time.run { [time] in
      await progress.show("Outer", counting: "app") { _ in
        await progress.show("Inner", counting: "app") { _ in try? await time.sleep(.milliseconds(650)) }
        try? await time.sleep(.milliseconds(100))
      }
    }
    #expect(recorder.drawings.count == 4 && recorder.drawings.dropLast().allSatisfy { $0.contains("Outer") })
  }

  @Test func nothingIsDrawnWithoutAScreen() async {
    let result = await Progress(screen: nil).show("Reading", counting: "app") { update in
      update(1, 2)
      return 7
    }
    #expect(result == 7)
  }

  @Test(
    arguments: [
      (100, nil, 100), (100, "60", 60), (60, "100", 60), (nil, "60", 60), (0, nil, 80), (0, "x", 80),
    ]
      as [(Int?, String?, Int)]) func theNarrowerOfWindowAndVariableHolds(
      window: Int?, variable: String?, columns: Int
    )
  {
    let environment = variable.map { ["COLUMNS": $0] } ?? [:]
    #expect(Screen.columns(window: window, environment: environment) == columns)
  }
}
