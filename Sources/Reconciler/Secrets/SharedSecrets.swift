import Cryptography
import DesiredState
import Platform
import Synchronization

/// Secrets that are read when first asked for, each source once, on their own threads because a program takes its time.
final class SharedSecrets: Sendable {
  typealias Answer = Result<Secret, SecretReader.Failure>

  private let reader: SecretReader
  private let threads: WorkerThreads
  private let tasks = Mutex<[SecretSource: Task<Answer, Never>]>([:])

  init(_ reader: SecretReader, concurrency: Int) {
    self.reader = reader
    threads = WorkerThreads(limit: concurrency)
  }

  func read(_ source: SecretSource) async -> Answer {
    let task = tasks.withLock { [reader, threads] tasks in
      if let task = tasks[source] { return task }
      let task = Task.detached {
        await threads.run { () -> Answer in
          do throws(SecretReader.Failure) { return .success(try reader.read(source)) } catch {
            return .failure(error)
          }
        }
      }
      tasks[source] = task
      return task
    }
    return await task.value
  }
}
