// Gets the answer as a value: the agent follows the schema of a type. In the root of the repository:
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
  // Client options from the environment, to run without an account. Your own program does not need them.
  let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
  let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
  let thread = try Codex(options: options).startThread(
    options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
  let folder = try await thread.run(prompt, as: Folder.self)
  print(folder.summary)
  for file in folder.files { print("- \(file.name): \(file.purpose)") }
} catch let error as CodexError where error.code == .invalidResponse {
  print("\(error.message)\nThe answer was: \(error.response ?? "")")
  exit(1)
}
