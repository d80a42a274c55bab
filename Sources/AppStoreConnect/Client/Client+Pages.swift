extension Client {
  /// Each resource once, as the last page that has it shows it.
  ///
  /// `links.next` is followed only on the origin that was asked, and to no page twice. A list with fewer
  /// entries than its total is read again from the start, and is an error if it is still short: what the
  /// service leaves out isn't gone. If the client accepts that, ``shortLists`` records it.
  func readList<Primary: Resource, Related>(
    _ subject: ShortList.Subject, from first: RequestTarget,
    as page: PagedDocument<Primary, Related>.Type, check: TotalCheck = .strict
  ) async throws(ClientError) -> ListReading<Primary, Related> {
    try await readWhole(subject, from: first, check) { entries, request throws(ClientError) in
      try Primary.check(entries, of: request, status: request.success)
    }
  }

  func readLinkage(
    _ type: ResourceType, _ subject: ShortList.Subject, from first: RequestTarget, check: TotalCheck = .strict
  ) async throws(ClientError) -> [String] {
    let reading: ListReading<ResourceIdentifier, Never> = try await readWhole(subject, from: first, check) {
      entries, request throws(ClientError) in
      guard let stranger = entries.first(where: { $0.type != type }) else { return }
      throw .malformedResponse(
        method: request.method, path: request.path, status: request.success,
        detail: "it has '\(stranger.type.rawValue)' instead of the documented '\(type.rawValue)'")
    }
    return reading.entries.map(\.id)
  }

  /// What to make of a list that is shorter than its total.
  enum TotalCheck {
    /// An error, unless the client takes short lists.
    case strict
    case lenient
    case none
  }

  private func readWhole<Primary: Identified, Related>(
    _ subject: ShortList.Subject, from first: RequestTarget, _ check: TotalCheck,
    _ accept: ([Primary], APIRequest) throws(ClientError) -> Void
  ) async throws(ClientError) -> ListReading<Primary, Related> {
    var reading: ListReading<Primary, Related> = try await readPages(from: first, accept)
    guard reading.isShort, check != .none else { return reading }
    reading = try await readPages(from: first, accept)
    guard reading.isShort else { return reading }
    guard check == .lenient || takesShortLists else {
      throw .paging(.short(entries: reading.entries.count, total: reading.total), path: first.path)
    }
    shortListLog.note(ShortList(subject: subject, entries: reading.entries.count, total: reading.total))
    return reading
  }

  private func readPages<Primary: Identified, Related>(
    from first: RequestTarget, _ accept: ([Primary], APIRequest) throws(ClientError) -> Void
  ) async throws(ClientError) -> ListReading<Primary, Related> {
    var reading = ListReading<Primary, Related>()
    var target = first
    var seen: Set<Substring> = []
    var pagesWithoutNews = 0
    for _ in 0..<maximumPages {
      let request = APIRequest.get(target)
      let document = try await sender.send(request, as: PagedDocument<Primary, Related>.self)
      try accept(document.data, request)
      pagesWithoutNews = reading.add(document) ? 0 : pagesWithoutNews + 1
      guard let link = document.links.next else { return reading }
      if seen.isEmpty { seen = [first.cursor ?? first.text[...]] }
      do {
        target = try target.following(link, on: baseURL)
      } catch {
        throw .paging(error.withholding(sender.withholding), path: first.path)
      }
      guard seen.insert(target.cursor ?? target.text[...]).inserted else {
        throw .paging(.loop, path: first.path)
      }
      guard pagesWithoutNews < Self.mostPagesWithoutNews else {
        throw .paging(.nothingNew(pages: pagesWithoutNews), path: first.path)
      }
    }
    throw .paging(.tooManyPages(limit: maximumPages), path: first.path)
  }
}
