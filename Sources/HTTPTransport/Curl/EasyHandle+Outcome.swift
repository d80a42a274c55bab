import Platform

extension EasyHandle {
  func outcome(code: Int32) -> Transfer.Outcome {
    guard code == CurlCode.ok else { return .failure(error(code: code)) }
    let status = status
    guard (200..<600).contains(status) else {
      return .failure(
        TransportError(
          .malformedResponse, detail: "the answer ended with status \(status)", mayHaveReachedServer: true))
    }
    let collector = transfer.collector
    guard collector.isHeadComplete else {
      return .failure(
        TransportError(
          .connectionLost, detail: "the connection broke in the answer's header", mayHaveReachedServer: true))
    }
    return .success(HTTPResponse(status: status, headers: collector.headers, body: collector.body))
  }

  private func error(code: Int32) -> TransportError {
    let reached = mayHaveReachedServer
    var excess = transfer.collector.excess
    // Some versions have no memory for a field of more than 100 KB, and some of less.
    if code == CurlCode.outOfMemory, reached, !transfer.collector.isHeadComplete { excess = .header }
    if let excess {
      let limit =
        excess == .body ? transfer.collector.maxBodyBytes : transfer.collector.maxHeaderBytes
      return TransportError(
        .responseTooLarge,
        detail: "the answer's \(excess == .body ? "body" : "header") is larger than \(limit) bytes",
        mayHaveReachedServer: reached)
    }
    if code == CurlCode.abortedByCallback {
      return TransportError(
        .connectionLost, detail: "the connection broke before an answer came", mayHaveReachedServer: reached)
    }
    var detail = errorText
    if detail.isEmpty { detail = message(for: code) }
    if let remedy = Self.remedy(code) { detail += "; \(remedy)" }
    var kind = Self.kind(code, wasSent: reached)
    if kind == .connectionFailed, usesProxy { kind = .proxyFailed }
    return TransportError(kind, detail: detail, mayHaveReachedServer: reached)
  }

  private var usesProxy: Bool {
    transfer.url.isSecure && !transfer.url.isLoopback
      && ProxySetting.effective(for: transfer.url.host, environment: CurrentProcess.environment()) != nil
  }

  private static func kind(_ code: Int32, wasSent: Bool) -> TransportError.Kind {
    switch code {
    case CurlCode.urlMalformed: .invalidURL
    // libcurl also says this of an answer that doesn't begin like HTTP/1.
    case CurlCode.unsupportedProtocol: wasSent ? .malformedResponse : .invalidURL
    case CurlCode.weirdServerReply, CurlCode.badContentEncoding: .malformedResponse
    case CurlCode.couldNotResolveHost: .hostNotFound
    case CurlCode.couldNotResolveProxy, CurlCode.proxy: .proxyFailed
    case CurlCode.couldNotConnect: .connectionFailed
    case CurlCode.operationTimedOut: .timedOut
    case CurlCode.fileSizeExceeded, CurlCode.tooLarge: .responseTooLarge
    case CurlCode.partialFile, CurlCode.gotNothing, CurlCode.sendError, CurlCode.receiveError, CurlCode.http2,
      CurlCode.http2Stream, CurlCode.http3, CurlCode.sendFailedRewind:
      wasSent ? .connectionLost : .connectionFailed
    case _ where tlsCodes.contains(code): .tls
    default: .other
    }
  }

  private static let tlsCodes: Set<Int32> = [
    CurlCode.sslConnectError, CurlCode.sslEngineNotFound, CurlCode.sslEngineSetFailed,
    CurlCode.sslCertificateProblem, CurlCode.sslCipher, CurlCode.peerFailedVerification,
    CurlCode.sslEngineInitFailed, CurlCode.sslCACertificateBadFile, CurlCode.sslCRLBadFile,
    CurlCode.sslIssuerError, CurlCode.sslPinnedKeyMismatch, CurlCode.sslInvalidCertificateStatus,
    CurlCode.sslClientCertificate,
  ]

  private static func remedy(_ code: Int32) -> String? {
    switch code {
    case CurlCode.peerFailedVerification:
      "if you trust the certificate, name its authority's file in SSL_CERT_FILE"
    case CurlCode.sslCACertificateBadFile:
      "install the package 'ca-certificates', or name a file with certificate authorities in SSL_CERT_FILE"
    default: nil
    }
  }
}
