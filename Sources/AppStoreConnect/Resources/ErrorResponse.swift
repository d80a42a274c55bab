/// What Apple answers when a request fails.
package struct ErrorResponse: Codable, Sendable, Hashable {
  /// The errors; there may be several.
  package var errors: [ResponseError]?

  package init(errors: [ResponseError]) { self.errors = errors }
}

/// One error of Apple's, with all of its fields.
package struct ResponseError: Codable, Sendable, Hashable {
  /// What in the request caused an error.
  package struct Source: Codable, Sendable, Hashable {
    /// A JSON pointer into the body, `/data/attributes/url` for instance.
    package var pointer: String?
    /// A query parameter.
    package var parameter: String?

    package init(pointer: String? = nil, parameter: String? = nil) {
      self.pointer = pointer
      self.parameter = parameter
    }
  }

  /// Further reading.
  package struct Links: Codable, Sendable, Hashable {
    /// What an error belongs to.
    package struct Associated: Codable, Sendable, Hashable {
      /// What is known of the link.
      package struct Meta: Codable, Sendable, Hashable {
        /// What the link comes from.
        package var source: String?

        package init(source: String? = nil) { self.source = source }
      }

      /// Where it is to be read.
      package var href: String?
      /// What is known of the link.
      package var meta: Meta?

      package init(href: String? = nil, meta: Meta? = nil) {
        self.href = href
        self.meta = meta
      }

      enum CodingKeys: CodingKey {
        case href, meta
      }

      /// Reads either of the two forms that Apple documents: a text, or an object.
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

    /// A page on this error.
    package var about: String?
    /// What the error belongs to.
    package var associated: Associated?

    package init(about: String? = nil, associated: Associated? = nil) {
      self.about = about
      self.associated = associated
    }
  }

  /// More on an error.
  package struct Meta: Codable, Sendable, Hashable {
    /// Errors that belong to this one, by the path of the resource that they are about.
    package var associatedErrors: [String: [ResponseError]]?

    package init(associatedErrors: [String: [ResponseError]]? = nil) {
      self.associatedErrors = associatedErrors
    }
  }

  /// The ID of this occurrence, which Apple's support asks for.
  package var id: String?
  /// The HTTP status, as text.
  package var status: String
  /// A machine-readable code, `ENTITY_ERROR.ATTRIBUTE.INVALID` for instance.
  package var code: String
  /// A summary, the same for every occurrence of the code.
  package var title: String
  /// What is the matter this time.
  package var detail: String?
  /// What in the request caused it.
  package var source: Source?
  /// Further reading.
  package var links: Links?
  /// Errors that belong to this one.
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

  enum CodingKeys: CodingKey {
    case id, status, code, title, detail, source, links, meta
  }

  /// Reads an error. What is optional and not as documented is passed over, and a numeric `status` is
  /// taken: an error half read says more than none.
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
