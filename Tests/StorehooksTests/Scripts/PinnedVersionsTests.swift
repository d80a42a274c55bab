import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The project's workflows and recipes pin what they run: a tag can be moved, a commit or digest can't.
@Suite struct PinnedVersionsTests {
  private static let workflows =
    ["ci.yml", "nightly.yml", "release.yml"].map { ".github/workflows/\($0)" }
    + ["plan", "apply", "drift"].map { "examples/ci/github/webhooks-\($0).yml" }

  @Test(arguments: workflows + ["action.yml"]) func actionsArePinnedToCommits(_ path: String) throws {
    let uses = try RecipeBench.read(path).matches(of: #/uses: *(.*)/#).map { String($0.1) }
    #expect(!uses.isEmpty)
    for action in uses {
      #expect(
        action.wholeMatch(of: #/([a-z\/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|OWNER\/storehooks@0{40} # v1)/#)
          != nil, "\(path): \(action)")
    }
  }

  @Test(arguments: workflows) func jobsAreGivenNoMoreThanTheyNeed(_ path: String) throws {
    let root = try RecipeBench.yaml(path)
    #expect(root["permissions"]?.pairs.allSatisfy { $0.value.text == "read" } == true)
    for job in try #require(root["jobs"]).pairs {
      #expect(job.value["timeout-minutes"] != nil)
      if let image = job.value["container"]?.text { #expect(image.contains(#/@sha256:[0-9a-f]{64}$/#)) }
      for step in try #require(job.value["steps"]).items {
        if step["uses"]?.text.hasPrefix("actions/checkout@") == true {
          #expect(step["with"]?["persist-credentials"]?.boolean == false, "\(path): the token stays on disk")
        }
      }
    }
  }

  @Test func imagesArePinnedToDigests() throws {
    let images = try RecipeBench.read("Containerfile").matches(of: #/\nFROM ([^ \n]+)/#).map { String($0.1) }
    #expect(images.count == 2)
    for image in images { #expect(image.contains(#/@sha256:[0-9a-f]{64}$/#)) }
  }
}
