// The numbers that curl.h gives its options and codes. libcurl never changes one (its ABI promise), and
// its header isn't needed for building.

enum CurlOption {
  static let writeData: Int32 = 10001
  static let url: Int32 = 10002
  static let proxy: Int32 = 10004
  static let errorBuffer: Int32 = 10010
  static let postFields: Int32 = 10015
  static let userAgent: Int32 = 10018
  static let httpHeader: Int32 = 10023
  static let headerData: Int32 = 10029
  static let customRequest: Int32 = 10036
  static let caInfo: Int32 = 10065
  static let caPath: Int32 = 10097
  static let acceptEncoding: Int32 = 10102
  /// Since 7.80.
  static let prerequestData: Int32 = 10313
  /// Since 7.85.
  static let protocolsText: Int32 = 10318

  static let writeFunction: Int32 = 20011
  static let headerFunction: Int32 = 20079
  static let openSocketFunction: Int32 = 20163
  /// Since 7.80.
  static let prerequestFunction: Int32 = 20312

  static let maxFileSize: Int32 = 30117
  static let postFieldSize: Int32 = 30120

  static let sslVersion: Int32 = 32
  static let post: Int32 = 47
  static let netrc: Int32 = 51
  static let followLocation: Int32 = 52
  static let sslVerifyPeer: Int32 = 64
  static let freshConnect: Int32 = 74
  static let httpGet: Int32 = 80
  static let sslVerifyHost: Int32 = 81
  static let httpVersion: Int32 = 84
  static let noSignal: Int32 = 99
  static let timeoutMilliseconds: Int32 = 155
  static let connectTimeoutMilliseconds: Int32 = 156
  static let protocols: Int32 = 181
  static let pipeWait: Int32 = 237
  static let suppressConnectHeaders: Int32 = 265
  static let disallowUserName: Int32 = 278
  static let http09Allowed: Int32 = 285
  /// Since 7.87.
  static let quickExit: Int32 = 322
}

enum CurlValue {
  /// `CURL_HTTP_VERSION_2TLS`: HTTP/2 if the server offers it over TLS, else HTTP/1.1.
  static let http2OverTLS = 4
  /// `CURL_SSLVERSION_TLSv1_2`: at least 1.2.
  static let tls12 = 6
  /// `CURLPROTO_HTTP`, `CURLPROTO_HTTPS`.
  static let protocolHTTP = 1
  static let protocolHTTPS = 2
  /// `CURL_GLOBAL_DEFAULT`.
  static let globalDefault = 3
  /// `CURL_ERROR_SIZE`.
  static let errorBufferSize = 256
  /// `CURL_PREREQFUNC_OK`, `CURL_PREREQFUNC_ABORT`.
  static let prerequestProceed: Int32 = 0
  static let prerequestAbort: Int32 = 1
}

enum CurlMultiOption {
  static let maxConnections: Int32 = 6
  static let maxHostConnections: Int32 = 7
}

enum CurlInfo {
  static let responseCode: Int32 = 0x200002
  static let requestSize: Int32 = 0x20000C
  /// Since 7.84, both.
  static let caInfo: Int32 = 0x10003D
  static let caPath: Int32 = 0x10003E
  static let pretransferTime: Int32 = 0x600035
}

enum CurlCode {
  static let ok: Int32 = 0
  static let unsupportedProtocol: Int32 = 1
  static let urlMalformed: Int32 = 3
  static let couldNotResolveProxy: Int32 = 5
  static let couldNotResolveHost: Int32 = 6
  static let couldNotConnect: Int32 = 7
  static let weirdServerReply: Int32 = 8
  static let http2: Int32 = 16
  static let partialFile: Int32 = 18
  static let outOfMemory: Int32 = 27
  static let operationTimedOut: Int32 = 28
  static let sslConnectError: Int32 = 35
  static let abortedByCallback: Int32 = 42
  static let gotNothing: Int32 = 52
  static let sslEngineNotFound: Int32 = 53
  static let sslEngineSetFailed: Int32 = 54
  static let sendError: Int32 = 55
  static let receiveError: Int32 = 56
  static let sslCertificateProblem: Int32 = 58
  static let sslCipher: Int32 = 59
  static let peerFailedVerification: Int32 = 60
  static let badContentEncoding: Int32 = 61
  static let fileSizeExceeded: Int32 = 63
  static let sendFailedRewind: Int32 = 65
  static let sslEngineInitFailed: Int32 = 66
  static let sslCACertificateBadFile: Int32 = 77
  static let sslCRLBadFile: Int32 = 82
  static let sslIssuerError: Int32 = 83
  static let sslPinnedKeyMismatch: Int32 = 90
  static let sslInvalidCertificateStatus: Int32 = 91
  static let http2Stream: Int32 = 92
  static let http3: Int32 = 95
  static let proxy: Int32 = 97
  static let sslClientCertificate: Int32 = 98
  static let tooLarge: Int32 = 100
}
