/// What reading may take. The tree stores its indices in 32 bits, so files above 256 MiB, and more than
/// 100,000,000 added nodes, are refused whatever the limits say.
package struct Limits: Sendable, Hashable {
  /// How deep collections are nested, aliases followed.
  package var depth = 100
  /// How many nodes aliases may add to those written: a few lines can otherwise stand for a tree of billions.
  package var expandedNodes = 4_000_000
  /// How many bytes of scalars aliases may add: anyone who walks the tree copies a long text as often as
  /// aliases use it.
  package var expandedBytes = 128 << 20
  package var bytes = 64 << 20

  /// Enough for about forty thousand apps with five webhooks each.
  package static let standard = Limits()

  var clamped: Limits {
    Limits(
      depth: depth, expandedNodes: min(expandedNodes, 100_000_000), expandedBytes: expandedBytes,
      bytes: min(bytes, 256 << 20))
  }
}
