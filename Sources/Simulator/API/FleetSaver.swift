import HTTPTransport
import Platform
import Synchronization

/// Saves a simulator's fleet to its file. Changes that come at about the same time share a replacement, and
/// no answer leaves before everything that it may show is saved.
package final class FleetSaver: Sendable {
  /// The fleet, and how many changes led to it.
  typealias Source = @Sendable () -> (fleet: Fleet, changes: Int)

  private let work: Work
  private let writer: SharedWriter<FleetFileError>

  package init(_ file: FleetFile) {
    let work = Work(file)
    self.work = work
    writer = SharedWriter { await work.write() }
  }

  /// Waits until this many changes are saved; returns the reason if they can't be.
  func save(_ changes: Int, of source: @escaping Source) async -> FleetFileError? {
    guard work.saved < changes else { return nil }
    work.source.withLock { $0 = source }
    return await writer.commit()
  }

  private final class Work: Sendable {
    struct Content {
      var encoder = FleetEncoder()
      var isFirst = true
    }

    let source = Mutex<Source?>(nil)
    private let file: FleetFile
    private let disk = WorkerThreads(limit: 1)
    private let content = Mutex(Content())
    private let count = Mutex(0)

    init(_ file: FleetFile) { self.file = file }

    var saved: Int { count.withLock { $0 } }

    func write() async -> FleetFileError? {
      guard let source = source.withLock({ $0 }) else { return nil }
      return await disk.run { () -> FleetFileError? in
        let (fleet, changes) = source()
        guard changes > self.saved else { return nil }
        do throws(FleetFileError) {
          try self.replace(with: fleet)
        } catch {
          return error
        }
        self.count.withLock { $0 = changes }
        return nil
      }
    }

    private func replace(with fleet: Fleet) throws(FleetFileError) {
      let result = content.withLock { content -> Result<Void, FleetFileError> in
        do throws(FleetFileError) {
          let bytes: [UInt8]
          do { bytes = try content.encoder.encode(fleet) } catch { throw file.unencodable }
          if content.isFirst { file.removeLeftovers() }
          content.isFirst = false
          try file.write(bytes)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
      try result.get()
    }
  }
}

extension AppStoreConnectSimulator {
  /// Waits until everything that has changed is saved, if there is a file for it; `false` if it can't be.
  func isSaved() async -> Bool {
    guard let saver = configuration.saver else { return true }
    let changes = state.withLock { $0.changes }
    return await saver.save(changes) { [self] in
      state.withLock { (fleet(of: $0), $0.changes) }
    } == nil
  }

  /// The answer to a request whose change isn't saved.
  func unsaved(_ call: APICall) -> HTTPResponse {
    let failure = APIFailure.notSaved
    return finish(refusal(failure.errors, status: failure.status), of: call, at: configuration.now())
  }
}
