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
  // Client options for a run without an account, from the environment; a program of your own has no need of them.
  let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
  let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
  let thread = try Codex(options: options).startThread(
    options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
  let folder = try await thread.run(prompt, as: Folder.self)
  print(folder.summary)
  for file in folder.files { print("- \(file.name): \(file.purpose)") }
} catch let error as CodexError where error.code == .invalidResponse {
  print("\(error.message)\nIt said: \(error.response ?? "")")
  exit(1)
}
