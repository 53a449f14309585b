// Runs several turns at once, without a thread for each. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       many "What is a fork?" "What is a spoon?"

import CodexSDK
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
let prompts = arguments.isEmpty ? ["What is in this folder?", "Which of these files is the longest?"] : arguments
// Client options from the environment, to run without an account. Your own program does not need them.
let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
let codex = try Codex(options: options)

@Sendable func ask(_ prompt: String) async -> String {
  do {
    let thread = try codex.startThread(options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
    return try await thread.run(prompt).finalResponse
  } catch {
    return "(\(error))"
  }
}

let answers = prompts.map { prompt in Task { await ask(prompt) } }
for (prompt, answer) in zip(prompts, answers) {
  print("\(prompt)\n  \(await answer.value)")
}
