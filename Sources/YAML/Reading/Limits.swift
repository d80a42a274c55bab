/// The tree stores its indices in 32 bits: more than 256 MiB and 100,000,000 added nodes are never read.
package struct Limits: Sendable, Hashable {
  /// How deep collections are nested, aliases followed.
  package var depth = 100
  /// How many nodes aliases may add to those written: a few lines can otherwise stand for a tree of billions.
  package var expandedNodes = 4_000_000
  /// How many bytes of scalars aliases may add: a long text used by thousands of aliases is copied as often
  /// by who takes the tree for what it says.
  package var expandedBytes = 128 << 20
  package var bytes = 64 << 20

  /// Enough for some forty thousand apps with five webhooks each.
  package static let standard = Limits()

  var clamped: Limits {
    Limits(
      depth: depth, expandedNodes: min(expandedNodes, 100_000_000), expandedBytes: expandedBytes,
      bytes: min(bytes, 256 << 20))
  }
}
