import AppStoreConnect

extension AppStoreConnectSimulator {
  func listApps(_ context: Context) -> Answer {
    let found = catalog.entries(
      matching: context.query, looseBundleIds: configuration.looseBundleIdFilter)
    // Apps don't change, so an app's place in the result can serve as its key.
    let page = page(of: Array(found.enumerated()), context) { $0.offset }
    let apps = page.elements.map { context.app($0.element) }
    return Answer(
      PagedDocument(data: apps, included: context.includedWithApps, links: page.links, meta: page.meta))
  }

  func readApp(_ id: String, _ context: Context) throws(APIFailure) -> Answer {
    let app = try app(id)
    return Answer(
      ResourceDocument(
        data: context.app(app), included: context.includedWithApps,
        links: DocumentLinks(selfLink: context.selfLink)))
  }

  /// The app of this ID, or 404.
  func app(_ id: String) throws(APIFailure) -> AppCatalog.Entry {
    guard let app = catalog[id] else { throw .notFound(.apps, id: id) }
    return app
  }

  func page<Element>(of list: [Element], _ context: Context, key: (Element) -> Int) -> Page<Element> {
    Page(
      of: list, query: context.query, url: context.url, selfLink: context.selfLink,
      sizeLimit: configuration.maxPageSize, key: key)
  }
}
