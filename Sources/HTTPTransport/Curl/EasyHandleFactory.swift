import CRuntimeLibraries
import Platform

/// Only for the curl thread.
final class EasyHandleFactory {
  let functions: UnsafePointer<LibCurl>
  private let configuration: CurlTransport.Configuration
  private var authorities: CertificateAuthorities?

  init(library: CurlLibrary, configuration: CurlTransport.Configuration) {
    functions = library.functions
    self.configuration = configuration
  }

  func make(for transfer: Transfer) throws(TransportError) -> EasyHandle {
    guard let handle = EasyHandle(functions: functions, transfer: transfer) else {
      throw TransportError(.other, detail: "libcurl has no memory", mayHaveReachedServer: false)
    }
    setLimits(handle)
    setOrigin(handle, transfer.url)
    if transfer.url.isSecure { try setAuthorities(handle) }
    setRequest(handle, transfer.request)
    handle.setCallbacks()
    if !handle.tellsBeforeSending, transfer.request.method != .get {
      // Without the callback, a connection of its own keeps libcurl from sending the request twice.
      handle.set(CurlOption.freshConnect, 1)
    }
    if let option = handle.refusedOption {
      throw TransportError(
        .libraryMissing, detail: "libcurl refuses option \(option); install version 7.68 or later",
        mayHaveReachedServer: false)
    }
    return handle
  }

  private func setLimits(_ handle: EasyHandle) {
    let longest = Int(Int32.max)
    handle.set(CurlOption.noSignal, 1)
    // From zero on, libcurl would wait without limit.
    handle.set(
      CurlOption.timeoutMilliseconds, max(1, configuration.totalTimeout.wholeMilliseconds(atMost: longest)))
    handle.set(
      CurlOption.connectTimeoutMilliseconds,
      max(1, configuration.connectTimeout.wholeMilliseconds(atMost: longest)))
    handle.set(CurlOption.maxFileSize, offset: configuration.maxResponseBytes)
    // Otherwise a cancelled request would wait until the resolver gives up.
    _ = handle.setIfSupported(CurlOption.quickExit, 1)
  }

  private func setOrigin(_ handle: EasyHandle, _ url: RequestURL) {
    handle.set(CurlOption.url, url.text)
    handle.set(CurlOption.disallowUserName, 1)
    handle.set(CurlOption.followLocation, 0)
    handle.set(CurlOption.netrc, 0)
    if !handle.setIfSupported(CurlOption.protocolsText, url.isSecure ? "https" : "http") {
      handle.set(CurlOption.protocols, url.isSecure ? CurlValue.protocolHTTPS : CurlValue.protocolHTTP)
    }
    handle.set(CurlOption.suppressConnectHeaders, 1)
    // An empty name means no proxy, whatever the environment says.
    if url.isLoopback { handle.set(CurlOption.proxy, "") }
    guard url.isSecure else { return }
    handle.set(CurlOption.sslVersion, CurlValue.tls12)
    handle.set(CurlOption.sslVerifyPeer, 1)
    handle.set(CurlOption.sslVerifyHost, 2)
    // A libcurl without HTTP/2 refuses both and speaks HTTP/1.1.
    if handle.setIfSupported(CurlOption.httpVersion, CurlValue.http2OverTLS) {
      // The first connection shows whether requests can share it; until then the others wait.
      _ = handle.setIfSupported(CurlOption.pipeWait, 1)
    }
  }

  private func setAuthorities(_ handle: EasyHandle) throws(TransportError) {
    let authorities = authorities(for: handle)
    if let file = authorities.file {
      // libcurl's own message doesn't name the file with every TLS library.
      guard FileStatus.isReadable(file) else {
        throw TransportError(
          .tls,
          detail: "the file of certificate authorities '\(file)' can't be read; "
            + "name another in SSL_CERT_FILE, or unset it",
          mayHaveReachedServer: false)
      }
      handle.set(CurlOption.caInfo, file)
    }
    if let directory = authorities.directory { handle.set(CurlOption.caPath, directory) }
  }

  private func setRequest(_ handle: EasyHandle, _ request: HTTPRequest) {
    handle.set(CurlOption.userAgent, configuration.userAgent)
    // All encodings that libcurl can decode.
    _ = handle.setIfSupported(CurlOption.acceptEncoding, "")
    _ = handle.setIfSupported(CurlOption.http09Allowed, 0)
    let sendsBody = !request.body.isEmpty || request.method == .post || request.method == .patch
    if sendsBody { handle.setBody() } else { handle.set(CurlOption.httpGet, 1) }
    if request.method != (sendsBody ? .post : .get) {
      handle.set(CurlOption.customRequest, request.method.rawValue)
    }
    // A name with nothing after the colon is how libcurl is told to leave a field out, and a semicolon
    // instead of the colon how to send it empty.
    var lines = ["Expect:"]
    if sendsBody, request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
    for (name, value) in request.headers {
      let isEmpty = value.allSatisfy { $0 == " " || $0 == "\t" }
      lines.append(isEmpty ? "\(name);" : "\(name): \(value)")
    }
    handle.setHeaders(lines)
  }

  private func authorities(for handle: EasyHandle) -> CertificateAuthorities {
    if let authorities { return authorities }
    let found = CertificateAuthorities(
      configuration: configuration, builtInFile: handle.path(CurlInfo.caInfo),
      builtInDirectory: handle.path(CurlInfo.caPath))
    authorities = found
    return found
  }
}
