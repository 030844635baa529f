import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

@Suite struct ReportPageTests {
  @Test func thePageIsWellFormedAndEverythingInItLiesInIt() throws {
    let html = try Written.html([SampleReport().report()])
    let page = try PageElement(page: html)
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(page.attributes["lang"] == "en")
    for address in ["http:", "https:", "ftp:", "//cdn", "@import", "url(", "src="] {
      #expect(!html.contains(address), "\(address)")
    }
    let links = page.all.compactMap { $0.attributes["href"] }
    #expect(links.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
    let policy = page.elements("meta").first {
      $0.attributes["http-equiv"] == "Content-Security-Policy"
    }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'; ") == true)
  }

  @Test func everyLinkLeadsSomewhereEveryIdentifierIsOneElements() throws {
    let reports = try [
      SampleReport().report(), SampleReport(seed: 8, file: "data/other.tsv").report(),
    ]
    for pages in [[reports[0]], reports] {
      let page = try PageElement(page: Written.html(pages))
      let identifiers = page.all.compactMap { $0.attributes["id"] }
      #expect(Set(identifiers).count == identifiers.count)
      let places = page.all.compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
      #expect(places.allSatisfy { identifiers.contains(String($0.dropFirst())) })
      let names = page.all.flatMap { element in
        [element.attributes["aria-labelledby"], element.attributes["for"]].compactMap { $0 }
          .flatMap { $0.split(separator: " ").map(String.init) }
      }
      #expect(!names.isEmpty && names.allSatisfy(identifiers.contains))
    }
  }

  @Test func aFullReportHasAllSectionsInOrderTheVerdictBeforeThem() throws {
    let page = try PageElement(page: Written.html([SampleReport().report()]))
    #expect(
      page.elements("section").compactMap { $0.attributes["id"] } == [
        "metrics", "confusion", "learning", "curves", "calibration", "thresholds", "slices",
        "shortcuts", "disguises", "errors", "labels", "duplicates", "drift", "data", "origin",
      ])
    let lead = try #require(page.elements("p", "lead").first)
    #expect(lead.text == SampleReport().verdict.first)
    let all = page.all
    let place = try #require(all.firstIndex { $0 === lead })
    let metrics = try #require(all.firstIndex { $0.attributes["id"] == "metrics" })
    #expect(place < metrics)
    #expect(
      page.elements("nav").first?.elements("a").map(\.text)
        == page.elements("h2").dropFirst().map(\.text))
  }

  @Test func partsWithoutDataAreLeftOutOrSayWhy() throws {
    var sample = SampleReport()
    sample.classNames = ["ham", "spam", "smishing"]
    sample.hasPositive = false
    sample.hasAudits = false
    sample.hasDrift = false
    sample.hasLearning = false
    let page = try PageElement(page: Written.html([sample.report()]))
    #expect(
      page.elements("section").compactMap { $0.attributes["id"] } == [
        "metrics", "confusion", "learning", "curves", "calibration", "thresholds", "errors",
        "labels", "duplicates", "data", "origin",
      ])
    let reasons = [
      "learning": "No run made this model", "curves": "need a positive class",
      "thresholds": "positive class", "labels": "the audits were left out",
      "duplicates": "the audits were left out",
    ]
    for (section, reason) in reasons {
      #expect(page.element(section)?.text.contains(reason) == true, "\(section)")
    }
    #expect(page.elements("input").isEmpty)
  }

  @Test func noFindingIsOnlyClaimedWhereSomebodyHasLooked() throws {
    var report = try SampleReport().report()
    func texts() throws -> [String?] {
      let page = try PageElement(page: Written.html([report]))
      return ["labels", "duplicates"].map { page.element($0)?.text }
    }
    report.labelIssues = []
    report.nearDuplicates = []
    #expect(try texts()[0]?.contains("No label stands out as probably wrong.") == true)
    #expect(try texts()[1]?.contains("No message is nearly the same") == true)
    #expect(!Written.text(report).contains("Not looked for"))
    report.nearDuplicates = nil
    let unknown = "as it is not known which messages the model was trained on"
    #expect(try texts()[1]?.contains(unknown) == true)
    #expect(Written.markdown(report).contains(unknown))
    report.data.isTrainedOn = true
    #expect(try texts()[1]?.contains("as the model was trained on this very file") == true)
    report.labelIssues = nil
    #expect(try texts().allSatisfy { $0?.contains("as the audits were left out") == true })
    #expect(
      Written.text(report).contains("Not looked for, as the audits were left out."))
    let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    #expect(!json.contains("label_suspects") && !json.contains("near_duplicates"))
  }

  @Test func noReportAtAllMakesAPageThatSaysSo() throws {
    let page = try PageElement(page: Written.html([]))
    #expect(page.element("summary")?.text.contains("There is nothing to show.") == true)
  }

  @Test func withoutTextsNoMessageAndNoTokenAppears() throws {
    var sample = SampleReport()
    sample.hasTexts = false
    let html = try Written.html([sample.report()])
    #expect(!html.contains("parcel"))
    #expect(!html.contains("holiday"))
    let page = try PageElement(page: html)
    let bars = page.element("errors")?.elements("rect") ?? []
    #expect(bars.contains { $0.classes == ["for"] } && bars.contains { $0.classes == ["against"] })
    #expect(page.element("errors")?.elements("p", "message").isEmpty == true)
  }

  @Test func withTextsThePiecesOfAMessageAreTheMessage() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let messages = page.elements("p", "message")
    #expect(messages.map(\.text) == report.errors.compactMap(\.text))
    let tokens = messages.flatMap { $0.elements("span") }
    #expect(tokens.contains { $0.attributes["class"]?.hasPrefix("token for-") == true })
    #expect(tokens.contains { $0.attributes["class"]?.hasPrefix("token against-") == true })
  }

  @Test func severalReportsMakeATableOfThemEachReportFoldedUpBelow() throws {
    var other = SampleReport(seed: 9, model: "models/other", run: "other")
    let first = try SampleReport().report()
    let second = try other.report()
    other.file = "data/september.tsv"
    other.data = "data/september.tsv"
    let third = try other.report()
    let page = try PageElement(page: Written.html([first, second, third]))
    let rows = try #require(page.table("Each model on each data file, with 95 % intervals"))
    #expect(rows.count == 4)
    #expect(rows[1].prefix(2).map(\.text) == ["tour", "test part of run tour"])
    let grid = try #require(page.table("F1 of each model on each data file"))
    #expect(grid.map(\.count) == [3, 3, 3])
    #expect(grid[1][2].text == "–")
    #expect(page.elements("details", "report").count == 3)
    #expect(
      page.element("r3-metrics") != nil
        && page.element("r3-thresholds")?.elements("input").count == 1)
  }
}
