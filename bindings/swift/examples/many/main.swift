// Several turns at once, which need no threads. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       many "What is a fork?" "What is a spoon?"

import CodexSDK

let arguments = Array(CommandLine.arguments.dropFirst())
let prompts = arguments.isEmpty ? ["What is in this folder?", "Which of these files is the longest?"] : arguments
let codex = try Codex()

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
