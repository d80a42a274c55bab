extension PagingInformation {
  /// The numbers of a list.
  package struct Paging: Codable, Sendable, Hashable {
    /// How many resources the whole list has.
    package var total: Int?
    /// How many resources a page has at most.
    package var limit: Int
    /// The cursor of the next page.
    package var nextCursor: String?
    /// Whether there is a total that isn't a whole number.
    private(set) var hasUnreadableTotal = false

    private enum CodingKeys: CodingKey { case total, limit, nextCursor }

    package init(total: Int? = nil, limit: Int, nextCursor: String? = nil) {
      self.total = total
      self.limit = limit
      self.nextCursor = nextCursor
    }

    /// Reads the numbers; only the total matters to anybody, so nothing else is insisted on.
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      do {
        total = try container.decodeIfPresent(Int.self, forKey: .total)
      } catch {
        hasUnreadableTotal = true
      }
      limit = (try? container.decode(Int.self, forKey: .limit)) ?? 0
      nextCursor = try? container.decode(String.self, forKey: .nextCursor)
    }
  }
}
