import Foundation
import Testing

@testable import CodexSDK

extension OneAtATime {
  /// The tables of the README list what there is. (Its programs are run by tests/snippets.py.)
  @Suite struct Readme {}
}

extension OneAtATime.Readme {
  private static let words: Set<String> = {
    let text = (try? String(contentsOfFile: "\(Counterparts.package)/README.md", encoding: .utf8)) ?? ""
    return Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
  }()

  @Test(
    arguments: [
      CodexOptions(), ThreadOptions(), TurnOptions(), AgentMessageItem([:]), ReasoningItem([:]),
      CommandExecutionItem([:]), FileChangeItem([:]), MCPToolCallItem([:]), CollabToolCallItem([:]), WebSearchItem([:]),
      TodoListItem([:]), ErrorItem([:]), TurnResult(raw: [:]),
    ] as [any Sendable])
  func namesEveryProperty(_ value: any Sendable) {
    let mirror = Mirror(reflecting: value)
    let missing = mirror.children.compactMap(\.label).filter { !Self.words.contains($0) }
    #expect(missing == [], "of \(mirror.subjectType)")
  }

  @Test func namesEveryCodeAndKind() throws {
    let sources = "\(Counterparts.package)/Sources/CodexSDK"
    let listed = [
      ("CodexError.swift", #/static let `?(\w+)`?: Self/#), ("Events/ThreadEvent.swift", #/^    case (\w+)/#),
      ("Events/ThreadItem.swift", #/^  case (\w+)/#),
    ]
    for (file, pattern) in listed {
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      let names = text.matches(of: pattern.anchorsMatchLineEndings()).map { String($0.1) }
      #expect(names.count > 8)
      #expect(names.filter { !Self.words.contains($0) } == [])
    }
  }
}
