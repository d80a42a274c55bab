import CRuntimeLibraries

/// Takes messages, runs transfers, ends them, on the curl thread. Nobody else touches it.
final class CurlLoop {
  private let worker: CurlWorker
  private let multi: OpaquePointer
  private let factory: EasyHandleFactory
  private var queue: AdmissionQueue
  /// What libcurl has, by the address of easy handles and by transfers.
  private var running: [OpaquePointer: EasyHandle] = [:]
  private var handles: [ObjectIdentifier: OpaquePointer] = [:]

  private var functions: LibCurl { factory.functions.pointee }

  init(worker: CurlWorker, multi: OpaquePointer) {
    self.worker = worker
    self.multi = multi
    factory = EasyHandleFactory(library: worker.library, configuration: worker.configuration)
    queue = AdmissionQueue(limit: max(1, worker.configuration.maxConnectionsPerHost))
  }

  func run() {
    let connections = max(1, worker.configuration.maxConnectionsPerHost)
    _ = libcurl_multi_setopt_long(factory.functions, multi, CurlMultiOption.maxHostConnections, connections)
    _ = libcurl_multi_setopt_long(factory.functions, multi, CurlMultiOption.maxConnections, 2 * connections)
    var rest = CurlWorker.Messages()
    while let messages = worker.takeMessages(rest: &rest) {
      for transfer in messages.submitted where queue.admit(transfer) { start(transfer) }
      for transfer in messages.cancelled { cancel(transfer) }
      perform()
      failIdle()
      wait()
    }
    endAll(rest)
    _ = functions.curl_multi_cleanup(multi)
  }

  /// If it can't be started, the next of its origin is.
  private func start(_ transfer: Transfer) {
    var next: Transfer? = transfer
    while let transfer = next {
      do throws(TransportError) {
        let handle = try factory.make(for: transfer)
        let code = functions.curl_multi_add_handle(multi, handle.pointer)
        guard code == CurlCode.ok else { throw failure(code) }
        transfer.restartIdleTime(after: worker.configuration.connectTimeout)
        running[handle.pointer] = handle
        handles[ObjectIdentifier(transfer)] = handle.pointer
        return
      } catch {
        transfer.finish(.failure(error))
        next = queue.next(afterOneTo: transfer.url.origin)
      }
    }
  }

  private func perform() {
    var count: Int32 = 0
    let code = functions.curl_multi_perform(multi, &count)
    guard code == CurlCode.ok else { return failAll(failure(code)) }
    while let message = functions.curl_multi_info_read(multi, &count) {
      // The message is gone once its handle is removed.
      let pointer = message.pointee.easy_handle
      let result = message.pointee.data.result
      guard let handle = running[pointer] else { continue }
      end(handle, with: handle.outcome(code: result))
    }
  }

  private func failIdle() {
    let now = ContinuousClock.now
    for handle in running.values where handle.transfer.idleDeadline <= now {
      let detail = "almost nothing was received for \(worker.configuration.idleTimeout)"
      let error = TransportError(.timedOut, detail: detail, mayHaveReachedServer: handle.mayHaveReachedServer)
      end(handle, with: .failure(error))
    }
  }

  private func wait() {
    var milliseconds: Int32 = 60_000
    if let deadline = running.values.map(\.transfer.idleDeadline).min() {
      milliseconds = min(milliseconds, Int32((deadline - .now).wholeMilliseconds(atMost: 60_000)) + 1)
    }
    let code = functions.curl_multi_poll(multi, nil, 0, milliseconds, nil)
    // Without sockets the next call waits; failing everything keeps the loop from spinning.
    if code != CurlCode.ok { failAll(failure(code)) }
  }

  private func cancel(_ transfer: Transfer) {
    if let pointer = handles[ObjectIdentifier(transfer)], let handle = running[pointer] {
      let error = TransportError(
        .cancelled, detail: "the request was cancelled", mayHaveReachedServer: handle.mayHaveReachedServer)
      end(handle, with: .failure(error))
    } else if queue.withdraw(transfer) {
      let error = TransportError(.cancelled, detail: "the request was cancelled", mayHaveReachedServer: false)
      transfer.finish(.failure(error))
    }
  }

  private func end(_ handle: EasyHandle, with outcome: Transfer.Outcome) {
    remove(handle, outcome)
    if let next = queue.next(afterOneTo: handle.transfer.url.origin) { start(next) }
  }

  private func remove(_ handle: EasyHandle, _ outcome: Transfer.Outcome) {
    running[handle.pointer] = nil
    handles[ObjectIdentifier(handle.transfer)] = nil
    // The caller first: old libcurls wait for a name resolution to end when a handle is removed.
    handle.transfer.finish(outcome)
    _ = functions.curl_multi_remove_handle(multi, handle.pointer)
    handle.destroy()
  }

  private func failAll(_ error: TransportError) {
    for handle in running.values {
      var error = error
      error.mayHaveReachedServer = handle.mayHaveReachedServer
      end(handle, with: .failure(error))
    }
  }

  private func endAll(_ rest: CurlWorker.Messages) {
    for transfer in rest.submitted + queue.withdrawAll() { transfer.finish(.failure(CurlWorker.closed)) }
    for handle in running.values {
      var error = CurlWorker.closed
      error.mayHaveReachedServer = handle.mayHaveReachedServer
      remove(handle, .failure(error))
    }
  }

  private func failure(_ code: Int32) -> TransportError {
    let reason = String(cString: functions.curl_multi_strerror(code))
    return TransportError(.other, detail: "libcurl failed: \(reason)", mayHaveReachedServer: false)
  }
}

extension Duration {
  func wholeMilliseconds(atMost limit: Int) -> Int {
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = components
    guard seconds <= Int64(limit / 1000) else { return limit }
    return min(limit, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}
