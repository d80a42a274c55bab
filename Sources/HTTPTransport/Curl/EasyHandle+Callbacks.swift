import CRuntimeLibraries
import Platform

// The callbacks get the transfer's address; its handle keeps it alive.

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
  Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size * count, context) { $0.collector.receive(headerLine: $1) }
}

func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size * count, context) { $0.collector.receive(body: $1) }
}

/// Returning another number than `count` makes libcurl give up.
private func receive(
  _ bytes: UnsafeMutablePointer<CChar>, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ take: (Transfer, UnsafeBufferPointer<UInt8>) -> Bool
) -> Int {
  guard let context, count > 0 else { return count }
  let transfer = transfer(context)
  transfer.countReceived(count)
  let taken = bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
    take(transfer, UnsafeBufferPointer(start: $0, count: count))
  }
  return taken ? count : 0
}

/// Called whenever libcurl is about to send the request; a second time means that a connection broke.
func prepareToSend(
  _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?,
  _: Int32, _: Int32
) -> Int32 {
  guard let context else { return CurlValue.prerequestAbort }
  let transfer = transfer(context)
  guard transfer.timesSent == 0 || transfer.request.method == .get else {
    return CurlValue.prerequestAbort
  }
  transfer.timesSent += 1
  transfer.restartIdleTime()
  return CurlValue.prerequestProceed
}

/// Makes a socket that programs started meanwhile don't inherit; one that libcurl makes itself they would.
func openSocket(
  _: UnsafeMutableRawPointer?, _: Int32, _ kind: UnsafeMutablePointer<LibCurlSocketKind>
) -> Int32 {
  let kind = kind.pointee
  return Descriptor.makeSocket(family: kind.family, type: kind.type, protocol: kind.protocol)
}
