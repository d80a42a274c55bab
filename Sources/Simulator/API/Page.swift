import AppStoreConnect

/// One page of a list, and the links that lead on.
struct Page<Element> {
  var elements: [Element]
  var links: PagedDocumentLinks
  var meta: PagingInformation

  /// Cuts a page out of a list.
  ///
  /// A cursor names the last element that was given, not a number of elements to skip: a resource that is
  /// created or deleted between two pages neither repeats nor hides another.
  ///
  /// - Parameters:
  ///   - list: the whole list, its keys ascending.
  ///   - sizeLimit: the largest page that is ever given.
  init(of list: [Element], query: Query, url: String, selfLink: String, sizeLimit: Int, key: (Element) -> Int)
  {
    let size = max(1, min(query.limits["limit"] ?? 50, sizeLimit))
    let rest = query.cursor.map { cursor in list.drop { key($0) <= cursor } } ?? list[...]
    elements = Array(rest.prefix(size))
    var nextCursor: String?
    if rest.count > size, let last = elements.last { nextCursor = Cursor.encode(key(last)) }
    links = PagedDocumentLinks(
      selfLink: selfLink,
      first: query.cursor == nil ? nil : Self.link(url, query.text(cursor: nil)),
      next: nextCursor.map { Self.link(url, query.text(cursor: $0)) })
    meta = PagingInformation(paging: .init(total: list.count, limit: size, nextCursor: nextCursor))
  }

  private static func link(_ url: String, _ query: String) -> String {
    query.isEmpty ? url : "\(url)?\(query)"
  }
}
