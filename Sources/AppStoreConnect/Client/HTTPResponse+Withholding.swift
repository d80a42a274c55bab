import Cryptography
import HTTPTransport

extension HTTPResponse {
  /// The body stays: what is compared must be what was sent, and errors are read by ``APIError``.
  func withholding(_ withholding: Withholding) -> HTTPResponse {
    var response = self
    response.headers = HTTPHeaders()
    for (name, value) in headers { response.headers.append(name: name, value: withholding.whole(value)) }
    return response
  }
}

extension ResponseError {
  /// A text that repeats a secret is left out as a whole.
  func withholding(_ withholding: Withholding) -> ResponseError {
    var result = self
    result.id = id.map(withholding.whole)
    result.status = withholding.whole(status)
    result.code = withholding.whole(code)
    result.title = withholding.whole(title)
    result.detail = detail.map(withholding.whole)
    result.source = source.map { source in
      Source(
        pointer: source.pointer.map(withholding.whole), parameter: source.parameter.map(withholding.whole))
    }
    result.links?.about = links?.about.map(withholding.whole)
    result.links?.associated?.href = links?.associated?.href.map(withholding.whole)
    result.links?.associated?.meta?.source = links?.associated?.meta?.source.map(withholding.whole)
    result.meta = meta.map { meta in
      let associated = meta.associatedErrors?.map { path, errors in
        (withholding.whole(path), errors.map { $0.withholding(withholding) })
      }
      return Meta(associatedErrors: associated.map { Dictionary($0, uniquingKeysWith: +) })
    }
    return result
  }
}

extension ClientError.PagingFault {
  func withholding(_ withholding: Withholding) -> Self {
    if case .otherOrigin(let place) = self { .otherOrigin(withholding.whole(place)) } else { self }
  }
}

extension WebhookDelivery {
  /// Apple's words, and what a receiver answered.
  func withholding(_ withholding: Withholding) -> WebhookDelivery {
    var delivery = self
    delivery.attributes?.errorMessage = attributes?.errorMessage.map { withholding.shown($0) }
    delivery.attributes?.response?.body = attributes?.response?.body.map { withholding.shown($0) }
    return delivery
  }
}
