import ClassificationMetrics
import Foundation
import SpamTuneKit
import TestFiles
import Testing

@testable import Reports

/// The page in a real browser. Screenshots are kept where SPAMTUNE_SCREENSHOTS names a folder.
@Suite(.serialized, .disabled(if: Browser.isMissing, Comment(rawValue: Browser.note)))
struct ReportBrowserTests {
  private let folder: TemporaryFolder
  private let browser: Browser

  init() throws {
    folder = try TemporaryFolder()
    browser = try Browser(in: folder.path)
  }

  private func page(_ samples: SampleReport...) throws -> String {
    try folder.file("report.html", Written.html(samples.map { try $0.report() }))
  }

  @Test(arguments: [360, 390, 1280], ["light", "dark"])
  func pageFitsItsWindowAndComplainsOfNothing(width: Int, scheme: String) throws {
    try browser.open(page(SampleReport()), size: (width, 844), scheme: scheme)
    #expect(browser.complaints == [])
    #expect(try browser.number("innerWidth") == Double(width))
    let overflow = try browser.number("document.documentElement.scrollWidth - innerWidth")
    #expect(overflow == 0)
    let ground = try browser.text("getComputedStyle(document.body).backgroundColor")
    #expect(ground == (scheme == "dark" ? "rgb(20, 24, 28)" : "rgb(253, 253, 251)"))

    let window = try browser.screenshot()
    #expect(Self.size(ofPNG: window) == [width, 844])
    try keep(browser.screenshot(wholePage: true), "report-\(width)-\(scheme).png")
    // A picture of one colour is packed into next to nothing.
    _ = try browser.value(of: "document.body.replaceChildren()")
    #expect(try window.count > 5 * browser.screenshot().count)
  }

  @Test func keysMoveTheThresholdAndTheCountsAreThoseOfTheReport() throws {
    let sample = SampleReport()
    let report = try sample.report()
    try browser.open(page(sample))
    var stops = report.thresholds.sorted { $0.threshold < $1.threshold }
    let own = try #require(stops.firstIndex { $0.threshold > sample.threshold })
    stops.insert(stops[own], at: own)

    #expect(try browser.value(of: "document.querySelector('.tuner').hidden") as? Bool == false)
    #expect(try browser.number("document.querySelector('input').value * 1") == Double(own))
    _ = try browser.value(of: "document.querySelector('input').focus()")
    var seen: Set<String> = []
    let keys = [
      ("ArrowLeft", 37), ("ArrowLeft", 37), ("PageDown", 34), ("Home", 36), ("ArrowRight", 39),
    ]
    for (key, code) in keys + [("PageUp", 33), ("End", 35), ("ArrowDown", 40)] {
      try browser.press(key, code: code)
      let place = try #require(try browser.number("document.querySelector('input').value * 1"))
      let counts = try ["tp", "fp", "fn", "tn"].map { name in
        try browser.number("document.querySelector('[data-show=\(name)]').textContent * 1")
      }
      #expect(counts == stops[Int(place)].counts.inOrder.map(Double.init), "\(key)")
      let text = try #require(try browser.text("document.querySelector('input').ariaValueText"))
      let recall = try #require(
        try browser.text("document.querySelector('[data-show=recall]').textContent"))
      #expect(recall == PageNumber.typeset(NumberFormat.percent(stops[Int(place)].share)))
      #expect(text.contains("recall " + recall))
      seen.insert(text)
    }
    #expect(seen.count == keys.count + 3)
    #expect(browser.complaints == [])
  }

  @Test func buttonBringsTheModelsThresholdBack() throws {
    try browser.open(page(SampleReport()))
    let ring = "document.querySelector('[data-marker=roc]').getAttribute('cy')"
    let place = try browser.text(ring)
    _ = try browser.value(of: "document.querySelector('input').focus()")
    try browser.press("Home", code: 36)
    #expect(try browser.text(ring) != place)
    #expect(
      try browser.value(of: "document.querySelector('[data-show=own]').hidden") as? Bool == true)
    try browser.press("Tab", code: 9)
    try browser.press("Enter", code: 13, text: "\r")
    #expect(
      try browser.value(of: "document.querySelector('[data-show=own]').hidden") as? Bool == false)
    let back = try #require(
      try browser.number("document.querySelector('[data-marker=roc]').cy.baseVal.value"))
    #expect(abs(back - (place.flatMap { Double($0) } ?? 0)) < 0.01)
  }

  @Test(arguments: ReportPageEscapingTests.texts)
  func hostileTextsDoNothing(text: String) throws {
    var sample = SampleReport()
    sample.hostile = text
    try browser.open(page(sample, SampleReport(seed: 8)), size: (390, 844))
    _ = try browser.value(
      of: "document.querySelectorAll('details').forEach((it) => { it.open = true })")
    #expect(browser.complaints == [])
    #expect(try browser.number("document.scripts.length") == 1)
    #expect(try browser.number("document.documentElement.scrollWidth - innerWidth") == 0)
  }

  @Test(arguments: [390, 1280])
  func severalReportsUnfoldByTheirLinks(width: Int) throws {
    try browser.open(
      page(
        SampleReport(), SampleReport(seed: 8, model: "models/other", file: "data/september.tsv")),
      size: (width, 844))
    let report = "document.getElementById('report-2').open"
    #expect(try browser.value(of: report) as? Bool == false)
    _ = try browser.value(of: "document.querySelector('a[href=\"#report-2\"]').focus()")
    let first = browser.events.count
    try browser.press("Enter", code: 13, text: "\r")
    try browser.wait(for: "Page.navigatedWithinDocument", since: first)
    #expect(
      try browser.value(of: "new Promise((done) => setTimeout(() => done(\(report)), 50))") as? Bool
        == true)
    _ = try browser.value(
      of: "document.querySelectorAll('details').forEach((it) => { it.open = true })")
    #expect(try browser.number("document.documentElement.scrollWidth - innerWidth") == 0)
    #expect(browser.complaints == [])
    try keep(browser.screenshot(wholePage: true), "reports-\(width).png")
  }

  @Test func paperHasEverythingAndNoSlider() throws {
    try browser.open(page(SampleReport()), size: (794, 1123), scheme: "dark")
    let pdf = try #require(try browser.send("Page.printToPDF")["data"] as? String)
    let bytes = try #require(Data(base64Encoded: pdf))
    #expect(bytes.starts(with: Array("%PDF".utf8)))
    try keep(bytes, "report.pdf")
    try browser.setMedia("print", scheme: "dark")
    _ = try browser.value(of: "dispatchEvent(new Event('beforeprint'))")
    #expect(try browser.number("document.querySelectorAll('details:not([open])').length") == 0)
    for part in ["input", "button", "nav", ".skip"] {
      #expect(
        try browser.text("getComputedStyle(document.querySelector('\(part)')).display") == "none")
    }
    #expect(
      try browser.text("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)")
    _ = try browser.value(of: "dispatchEvent(new Event('afterprint'))")
    #expect(try browser.number("document.querySelectorAll('details:not([open])').length") ?? 0 > 0)
  }

  @Test func withoutScriptsTheTableStandsInForTheSlider() throws {
    try browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
    try browser.open(page(SampleReport()), size: (390, 844))
    #expect(
      try browser.text("getComputedStyle(document.querySelector('.tuner')).display") == "none")
    #expect(try browser.number("document.querySelector('.instead table').clientHeight") ?? 0 > 100)
    #expect(try browser.number("document.documentElement.scrollWidth - innerWidth") == 0)
  }

  /// Width and height from the header.
  private static func size(ofPNG data: Data) -> [Int] {
    let bytes = [UInt8](data)
    guard bytes.count > 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return [] }
    return [16, 20].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  private func keep(_ data: @autoclosure () throws -> Data, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["SPAMTUNE_SCREENSHOTS"] else { return }
    try data().write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
  }
}

extension ThresholdPoint {
  /// Recall.
  fileprivate var share: Double { Double(counts.truePositives) / Double(counts.positives) }
}
