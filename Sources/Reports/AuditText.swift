import Audits
import ClassificationMetrics
import Foundation
import SpamTuneKit

/// An audit as text: for the terminal, or as Markdown.
public enum AuditText {
  public static func text(_ audit: ModelAudit) -> String {
    let blocks = sections(audit).map { section in
      let title = section.title + "\n" + String(repeating: "═", count: section.title.count)
      return ([title] + section.blocks.map(\.text)).joined(separator: "\n")
    }
    return ([heading(audit).inOneLine] + blocks).joined(separator: "\n\n")
  }

  public static func markdown(_ audit: ModelAudit) -> String {
    let blocks = sections(audit).map { section in
      (["## " + section.title] + section.blocks.map(\.markdown)).joined(separator: "\n\n")
    }
    return (["# Audit", heading(audit).inMarkdown] + blocks).joined(separator: "\n\n")
  }

  /// Rows of a list that are shown; the JSON form has all.
  static let mostRows = 20

  private struct Section {
    let title: String
    let blocks: [Block]
  }

  private enum Block {
    case sentence(String)
    case table(TextTable)

    var text: String {
      switch self {
      case .sentence(let sentence): sentence.inOneLine
      case .table(let table): table.text
      }
    }

    var markdown: String {
      switch self {
      case .sentence(let sentence): sentence.inMarkdown
      case .table(let table): table.mapped(\.inMarkdown).markdown
      }
    }
  }

  private static func heading(_ audit: ModelAudit) -> String {
    "\(audit.model) on \(audit.data): \(audit.examples) messages, accuracy \(percent(audit.accuracy)) %"
      + (audit.positiveClass.map { ", positive class \($0)" } ?? "")
      + ". All numbers in percent, with 95 % intervals."
  }

  private static func sections(_ audit: ModelAudit) -> [Section] {
    var sections = [Section(title: "Slices", blocks: [.table(slices(audit.slices))])]
    if let shortcuts = audit.shortcuts {
      sections.append(
        Section(
          title: "Shortcuts",
          blocks: [
            .sentence(verdict(shortcuts)), .table(rules(shortcuts)),
            .sentence("The model with such features masked:"), .table(masked(shortcuts)),
          ]))
    }
    if let obfuscation = audit.obfuscation {
      sections.append(
        Section(
          title: "Disguises",
          blocks: [.sentence(verdict(obfuscation)), .table(disguises(obfuscation))]))
    }
    sections.append(
      Section(
        title: "Likely wrong labels", blocks: list(audit.labelIssues, labelIssues)))
    sections.append(
      Section(
        title: "Near-duplicates of training messages",
        blocks: list(audit.nearDuplicates, nearDuplicates)))
    if !audit.notes.isEmpty {
      sections.append(
        Section(title: "Notes", blocks: audit.notes.map { .sentence($0) }))
    }
    return sections
  }

  private static func list<Item>(_ items: [Item], _ table: ([Item]) -> TextTable) -> [Block] {
    guard !items.isEmpty else { return [.sentence("None.")] }
    let rest = items.count - mostRows
    return [.table(table(Array(items.prefix(mostRows))))]
      + (rest > 0 ? [.sentence("… and \(rest) more; --format json lists all.")] : [])
  }
}
