extension Connection {
  /// Between two looks at whether the server stops.
  private static var blockBytes: Int { 16 * 1024 }

  /// Until the client no longer takes it or the server stops.
  func sendEndlessly(_ unchecked: ServerResponse, isHead: Bool) {
    let response = ResponseWriter.checked(unchecked)
    let writer = ResponseWriter(response, isHead: isHead, closes: true, isEndless: true)
    // Nothing to repeat, or nothing that may follow the head.
    guard write(writer.bytes), writer.bytes.count > writer.headLength else { return }
    var block: [UInt8] = []
    repeat { block += response.body } while block.count < Self.blockBytes
    while !isStopping(), write(block) {}
    // The client must not take the stop of the server for the body's end.
    stream.descriptor.resetOnClose()
  }
}
