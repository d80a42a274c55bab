package struct ErrorResponse: Codable, Sendable, Hashable {
  package var errors: [ResponseError]?

  package init(errors: [ResponseError]) { self.errors = errors }
}

package struct ResponseError: Codable, Sendable, Hashable {
  package struct Source: Codable, Sendable, Hashable {
    /// A JSON pointer into the body, `/data/attributes/url` for instance.
    package var pointer: String?
    package var parameter: String?

    package init(pointer: String? = nil, parameter: String? = nil) {
      self.pointer = pointer
      self.parameter = parameter
    }
  }

  package struct Links: Codable, Sendable, Hashable {
    package struct Associated: Codable, Sendable, Hashable {
      package struct Meta: Codable, Sendable, Hashable {
        package var source: String?
      }

      package var href: String?
      package var meta: Meta?
    }

    package var about: String?
    package var associated: Associated?
  }

  package struct Meta: Codable, Sendable, Hashable {
    /// By the path of the resource that they are about.
    package var associatedErrors: [String: [ResponseError]]?
  }

  /// Of this occurrence; Apple's support asks for it.
  package var id: String?
  package var status: String
  /// `ENTITY_ERROR.ATTRIBUTE.INVALID` for instance.
  package var code: String
  /// The same for every occurrence of the code.
  package var title: String
  package var detail: String?
  package var source: Source?
  package var links: Links?
  package var meta: Meta?

  package init(
    id: String? = nil, status: String, code: String, title: String, detail: String? = nil,
    source: Source? = nil, links: Links? = nil, meta: Meta? = nil
  ) {
    self.id = id
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.source = source
    self.links = links
    self.meta = meta
  }

  /// Ignores optional parts that aren't as documented, and accepts a numeric `status`: an error half read
  /// says more than none.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let number = try? container.decode(Int.self, forKey: .status) {
      status = String(number)
    } else {
      status = try container.decode(String.self, forKey: .status)
    }
    code = try container.decode(String.self, forKey: .code)
    title = try container.decode(String.self, forKey: .title)
    id = try? container.decode(String.self, forKey: .id)
    detail = try? container.decode(String.self, forKey: .detail)
    source = try? container.decode(Source.self, forKey: .source)
    links = try? container.decode(Links.self, forKey: .links)
    meta = try? container.decode(Meta.self, forKey: .meta)
  }
}

extension ResponseError.Links.Associated {
  /// Apple documents both forms: a text, or an object.
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      href = text
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      href = try container.decodeIfPresent(String.self, forKey: .href)
      meta = try container.decodeIfPresent(Meta.self, forKey: .meta)
    }
  }
}
