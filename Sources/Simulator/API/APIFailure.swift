import AppStoreConnect

/// A request that is refused: the errors of its answer, all with one status.
struct APIFailure: Error {
  var errors: [ResponseError]
  /// The methods of the path, for 405.
  var allowedMethods: [String] = []

  init(_ errors: [ResponseError]) { self.errors = errors }

  init(_ status: Int, _ code: String, _ title: String, _ detail: String) {
    errors = [ResponseError(status: String(status), code: code, title: title, detail: detail)]
  }

  var status: Int { errors.first.flatMap { Int($0.status) } ?? 500 }

  static func notFound(_ type: ResourceType, id: String) -> Self {
    Self(
      404, "NOT_FOUND", "The specified resource does not exist",
      "There is no resource of type '\(type.rawValue)' with id '\(id)'")
  }

  static func noSuchPath(_ path: String) -> Self {
    Self(404, "NOT_FOUND", "The URL path is not valid", "The path '\(path)' is not part of the simulated API")
  }

  static func methodNotAllowed(_ method: String, path: String, allowed: [String]) -> Self {
    var failure = Self(
      405, "METHOD_NOT_ALLOWED", "The method is not allowed for this path",
      "'\(path)' does not allow \(method); it allows \(allowed.joined(separator: ", "))")
    failure.allowedMethods = allowed
    return failure
  }

  static func forbidden(_ operation: String, _ resource: String, allowed: [String]) -> Self {
    Self(
      403, "FORBIDDEN_ERROR", "The given operation is not allowed",
      "The resource '\(resource)' does not allow '\(operation)'. Allowed operation"
        + (allowed.count == 1 ? " is: " : "s are: ") + allowed.joined(separator: ", "))
  }

  static func unsupportedMediaType(_ type: String?) -> Self {
    Self(
      415, "UNSUPPORTED_MEDIA_TYPE", "The content type is not supported",
      "The body must be application/json, \(type.map { "not '\($0)'" } ?? "but its type is missing")")
  }

  static let malformedBody = Self(
    400, "ENTITY_INVALID", "The body is not valid JSON", "The request's body can't be read as JSON")

  static func notAuthorized(_ detail: String) -> Self {
    Self(401, "NOT_AUTHORIZED", "Authentication credentials are missing or invalid.", detail)
  }

  static func rateLimitExceeded(limit: Int) -> Self {
    Self(
      429, "RATE_LIMIT_EXCEEDED", "The request rate limit has been reached.",
      "No more than \(limit) requests are allowed per hour")
  }

  /// How the service words this isn't known.
  static func alreadySentAgain(_ id: String) -> Self {
    Self(
      409, "STATE_ERROR", "The request cannot be fulfilled because of the state of another resource.",
      "The delivery '\(id)' has been sent again already; its redelivery can be sent again")
  }

  static let notSaved = unexpected("The simulator could not save the change, so it was not made")

  static func unexpected(_ detail: String) -> Self {
    Self(500, "UNEXPECTED_ERROR", "An unexpected error occurred.", detail)
  }
}

extension ResponseError {
  static func unknownParameter(_ name: String, known: [String]) -> Self {
    let list = known.isEmpty ? "takes no parameters" : "takes \(known.joined(separator: ", "))"
    return Self(
      status: "400", code: "PARAMETER_ERROR.ILLEGAL", title: "A given parameter is not allowed",
      detail: "The parameter '\(name)' cannot be used with this request, which \(list)",
      source: Source(parameter: name))
  }

  static func missingParameter(_ name: String, _ detail: String) -> Self {
    Self(
      status: "400", code: "PARAMETER_ERROR.REQUIRED", title: "A required parameter is missing",
      detail: "The parameter '\(name)' is required: \(detail)", source: Source(parameter: name))
  }

  static func invalidParameter(_ name: String, _ detail: String) -> Self {
    Self(
      status: "400", code: "PARAMETER_ERROR.INVALID", title: "A parameter has an invalid value",
      detail: "The parameter '\(name)' is invalid: \(detail)", source: Source(parameter: name))
  }

  /// What is wrong with a request's body, at a JSON pointer into it.
  static func entity(_ code: String, _ title: String, _ detail: String, at pointer: String) -> Self {
    Self(
      status: "409", code: "ENTITY_ERROR\(code)", title: title, detail: detail,
      source: Source(pointer: pointer))
  }
}
