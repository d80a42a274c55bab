extension PagingInformation {
  package struct Paging: Codable, Sendable, Hashable {
    package var total: Int?
    package var limit: Int
    package var nextCursor: String?
    /// There is a total that isn't a whole number.
    private(set) var hasUnreadableTotal = false

    private enum CodingKeys: CodingKey { case total, limit, nextCursor }

    package init(total: Int? = nil, limit: Int, nextCursor: String? = nil) {
      self.total = total
      self.limit = limit
      self.nextCursor = nextCursor
    }

    /// Only the total matters to anybody, so nothing else is insisted on.
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
