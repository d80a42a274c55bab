protocol Identified: Codable, Sendable {
  var id: String { get }
}

extension ResourceIdentifier: Identified {}

protocol Resource: Identified {
  static var resourceType: ResourceType { get }
  var type: ResourceType { get }
}

extension ResourceObject: Resource {
  static var resourceType: ResourceType { Kind.type }
}

extension Resource {
  /// Resources of another type decode alike, since nearly all of their fields are optional.
  static func check(_ resources: [Self], of request: APIRequest, status: Int) throws(ClientError) {
    guard let stranger = resources.first(where: { $0.type != resourceType }) else { return }
    throw .malformedResponse(
      method: request.method, path: request.path, status: status,
      detail: "it has '\(stranger.type.rawValue)' instead of the documented '\(resourceType.rawValue)'")
  }
}
