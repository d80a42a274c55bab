import Reconciler
import TestSupport
import Testing

@testable import Reports

/// The page in a browser.
@Suite(.enabled(if: Browser.isInstalled, "there is no chromium"), .serialized) struct FleetPageInBrowserTests
{
  private let page = FleetPage(FleetSamples.fleet(), version: "1").html()

  @Test func theScriptRunsUnderThePolicy() async throws {
    let page = try await Browser.open(page)
    #expect(page.document.contains("type=\"search\"") && page.document.contains("5 of 5 apps"))
    #expect(page.console.isEmpty, "\(page.console)")
  }

  /// The policy keeps a script with another hash from running.
  @Test func everythingIsThereWithoutScripts() async throws {
    let page = try await Browser.open(page.replacing(FleetPage.scriptHash, with: FleetPage.styleHash))
    #expect(!page.document.contains("type=\"search\""))
    for text in ["com.example.notes", "hooks.example.com", "Events that nobody hears", "<svg"] {
      #expect(page.document.contains(text), "\(text)")
    }
  }

  @Test func filtersBySeveralWordsAndByWhatIsMissing() async throws {
    let probe = """
      const field = document.querySelector("input[type=search]");
      const choice = document.querySelector("select");
      const shown = () => [...document.querySelectorAll("#apps tbody tr:not([hidden]) th bdi:first-child")]
        .map((name) => name.textContent).filter((name) => name.startsWith("com.")).join("+");
      const type = (text) => { field.value = text; field.dispatchEvent(new Event("input")); return shown(); };
      const pick = (value) => { choice.value = value; choice.dispatchEvent(new Event("change")); return shown(); };
      const found = [type("RELEASE bot"), type("example.com chat weather"), type("no such app"), type("")];
      return [...found.slice(0, 3), pick("m"), pick("f"), pick("gap"), document.querySelector("[role=status]").textContent]
        .join(" ");
      """
    let probed = try await Browser.open(page, probe: probe).probed
    #expect(
      probed
        == "com.example.notes+com.example.tasks com.example.weather  com.example.notes com.example.tasks "
        + "com.example.notes+com.example.tasks+com.example.weather+com.example.empty 4 of 5 apps")
  }

  @Test func sortsByEachKindOfColumn() async throws {
    let probe = """
      const column = (table, index) => [...document.querySelectorAll(`#${table} tbody tr`)]
        .map((row) => (row.cells[index] || { textContent: "?" }).textContent.trim().split(" ")[0].slice(0, 19)).join(",");
      const click = (table, index) => document.querySelectorAll(`#${table} thead tr:last-child > *`)[index]
        .querySelector("button").click();
      const found = [];
      click("apps", 0); click("apps", 0); found.push(column("apps", 0));
      found.push(document.querySelector("#apps [aria-sort]").getAttribute("aria-sort"));
      click("hosts", 4); found.push(column("hosts", 4));
      click("hosts", 4); found.push(column("hosts", 4));
      found.push(document.querySelectorAll("#hosts [aria-sort]").length);
      return found.join(" ");
      """
    let probed = try await Browser.open(page, probe: probe).probed
    #expect(
      probed
        == "com.example.weather,com.example.tasks,com.example.notes,com.example.gone,com.example.empty descending "
        + "0,0,53 53,0,0 1")
  }

  /// Wide tables scroll by themselves. A window of the browser can't be narrower.
  @Test(arguments: [500, 1280]) func fitsTheScreen(_ width: Int) async throws {
    let probe = "return document.documentElement.scrollWidth <= window.innerWidth;"
    #expect(try await Browser.open(page, width: width, probe: probe).probed == "true")
  }

  @Test func hostileNamesAreTexts() async throws {
    let attack =
      "</bdi></td></table><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    let page = FleetPage(FleetSamples.fleet { $0 + attack + "\" onfocus=\"x" }, showsURLs: true, version: "1")
      .html()
    let probe = """
      return [document.title, document.images.length, document.scripts.length,
        document.querySelectorAll("[onfocus],[onerror]").length, document.querySelectorAll("#apps tbody tr").length].join();
      """
    #expect(try await Browser.open(page, probe: probe).probed == "App Store Connect webhooks,0,2,0,5")
  }

  @Test func aLargeFleetIsWhole() async throws {
    let page = FleetPage(FleetSamples.large(apps: 400, distinctHosts: true), version: "1").html()
    let probe = """
      return [document.querySelectorAll("#apps tbody tr").length, document.querySelectorAll("#hosts tbody tr").length].join();
      """
    #expect(try await Browser.open(page, probe: probe).probed == "400,2000")
  }
}
