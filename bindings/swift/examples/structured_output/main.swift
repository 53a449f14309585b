// An answer as a value: the agent is given the schema of a type. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       structured_output "What is in this folder?"

import CodexSDK
import Foundation

struct Folder: StructuredOutput {
  struct File: Decodable {
    let name: String
    let purpose: String
  }

  let summary: String
  let files: [File]

  static let schema: JSONSchema = .object([
    "summary": .string("in one sentence"),
    "files": .array(of: .object(["name": .string(), "purpose": .string()])),
  ])
}

let prompt = CommandLine.arguments.dropFirst().first ?? "What is in this folder?"

do {
  let thread = try Codex().startThread(options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
  let folder = try await thread.run(prompt, as: Folder.self)
  print(folder.summary)
  for file in folder.files { print("- \(file.name): \(file.purpose)") }
} catch let error as CodexError where error.code == .invalidResponse {
  print("\(error.message)\nIt said: \(error.response ?? "")")
  exit(1)
}
