extension Client {
  /// Reads all pages of a list and hands each to `body`, in order. Where it throws, the list is void.
  ///
  /// `links.next` is followed as it is, but only on the origin that was asked, and to no page twice.
  func readPages<Primary: Resource, Related>(
    from first: RequestTarget, as page: PagedDocument<Primary, Related>.Type,
    _ body: (PagedDocument<Primary, Related>) -> Void
  ) async throws(ClientError) {
    try await followPages(from: first, as: page) { document, request throws(ClientError) in
      try Primary.check(document.data, of: request, status: request.success)
      body(document)
    }
  }

  /// Reads all pages of a linkage: the IDs of resources of one type.
  func readLinkage(_ type: ResourceType, from first: RequestTarget) async throws(ClientError) -> [String] {
    var ids: [String] = []
    try await followPages(from: first, as: PagedDocument<ResourceIdentifier, Never>.self) {
      document, request throws(ClientError) in
      for identifier in document.data {
        guard identifier.type == type else {
          throw .malformedResponse(
            method: request.method, path: request.path, status: request.success,
            detail: "it holds '\(identifier.type.rawValue)' where '\(type.rawValue)' are documented")
        }
        ids.append(identifier.id)
      }
    }
    return ids
  }

  private func followPages<Primary, Related>(
    from first: RequestTarget, as page: PagedDocument<Primary, Related>.Type,
    _ body: (PagedDocument<Primary, Related>, APIRequest) throws(ClientError) -> Void
  ) async throws(ClientError) {
    var target = first
    var seen: Set<Substring> = []
    for _ in 0..<maximumPages {
      let request = APIRequest.get(target)
      let document = try await sender.send(request, as: page)
      try body(document, request)
      guard let link = document.links.next else { return }
      if seen.isEmpty { seen = [first.cursor ?? first.text[...]] }
      do {
        target = try target.following(link, on: baseURL)
      } catch {
        throw .paging(error, path: first.path)
      }
      guard seen.insert(target.cursor ?? target.text[...]).inserted else {
        throw .paging(.loop, path: first.path)
      }
    }
    throw .paging(.tooManyPages(limit: maximumPages), path: first.path)
  }
}
