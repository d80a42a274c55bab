import Platform

extension Client {
  static let appFields = RequestTarget.Parameter("fields[apps]", "bundleId", "name")

  /// In the order of `bundleIds`, without those that don't exist or that the key may not see. Up to 100 IDs
  /// are asked for at a time, several batches at once. Only exact matches count: the live service was seen to
  /// answer others as well.
  package func apps(bundleIds: [String]) async throws(ClientError) -> [App] {
    try await apps(filter: "filter[bundleId]", bundleIds) { $0.attributes?.bundleId }
  }

  /// By Apple ID, in the order of `ids`, without those that don't exist or that the key may not see.
  package func apps(ids: [String]) async throws(ClientError) -> [App] {
    try await apps(filter: "filter[id]", ids, by: \.id)
  }

  package func apps() async throws(ClientError) -> [App] {
    try await readApps([])
  }

  /// One page of apps, in one request.
  package func someApps() async throws(ClientError) -> [App] {
    let target = target("apps", parameters: [Self.appFields, .init("limit", String(APILimits.pageSize))])
    return try await sender.send(.get(target), as: AppsResponse.self).data
  }

  package func app(id: String) async throws(ClientError) -> App {
    let target = target("apps", id, parameters: [Self.appFields])
    return try await read(target, as: AppResponse.self).data
  }

  private func readApps(_ filter: [RequestTarget.Parameter]) async throws(ClientError) -> [App] {
    let target = target(
      "apps", parameters: filter + [Self.appFields, .init("limit", String(APILimits.pageSize))])
    return try await readList(.apps, from: target, as: AppsResponse.self).entries
  }

  private func apps(
    filter: String, _ values: [String], by key: @Sendable (App) -> String?
  ) async throws(ClientError) -> [App] {
    var known: Set<String> = []
    let wanted = values.filter { known.insert($0).inserted }
    let found = try await concurrentMap(batches(of: wanted, filter: filter), limit: Self.concurrentBatches) {
      batch async throws(ClientError) in
      try await readApps([RequestTarget.Parameter(filter, batch)])
    }
    var matches: [String: [App]] = [:]
    var ids: Set<String> = []
    for app in found.joined() {
      guard let value = key(app), ids.insert(app.id).inserted else { continue }
      matches[value, default: []].append(app)
    }
    return wanted.flatMap { matches[$0] ?? [] }
  }

  /// Batches within the limits of count and URL size; a value too long for any URL gets one of its own.
  private func batches(of values: [String], filter: String) -> [[String]] {
    let empty = target(
      "apps", parameters: [.init(filter, []), Self.appFields, .init("limit", String(APILimits.pageSize))])
    let overhead = baseURL.url(of: empty).utf8.count
    var batches: [[String]] = []
    var size = 0
    for value in values {
      let bytes = PercentEncoding.encode(value).utf8.count + 1
      if let last = batches.indices.last, batches[last].count < Self.idsPerRequest,
        size + bytes <= Self.urlBytesPerRequest + 1
      {
        batches[last].append(value)
        size += bytes
      } else {
        batches.append([value])
        size = overhead + bytes
      }
    }
    return batches
  }
}
