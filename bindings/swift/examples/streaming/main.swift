// Follows a turn event by event. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       streaming "Which of these files is the longest?"

import CodexSDK
import Foundation

let prompt = CommandLine.arguments.dropFirst().first ?? "Which of these files is the longest?"

do {
  // Client options from the environment, to run without an account. Your own program does not need them.
  let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
  let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
  let thread = try Codex(options: options).startThread(
    options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
  for try await event in try await thread.runStreamed(prompt) {
    switch event.kind {
    case .itemStarted(.commandExecution(let command)):
      print("runs:", command.command)
    case .itemCompleted(.reasoning(let thought)):
      print("thinks:", thought.text)
    case .itemCompleted(.commandExecution(let command)):
      print("exit code:", command.exitCode ?? "none")
    case .itemCompleted(.fileChange(let change)):
      print("changes:", change.changes.map(\.path).joined(separator: ", "))
    case .itemCompleted(.agentMessage(let message)):
      print("says:", message.text)
    case .itemCompleted(.error(let warning)):
      print("notice:", warning.message)
    case .error(let notice):
      // Usually "Reconnecting... 1/5". The turn continues.
      print("notice:", notice)
    case .turnCompleted(let usage?):
      print("tokens:", usage.inputTokens + usage.outputTokens)
    default:
      break
    }
  }
} catch {
  print("The turn failed: \(error.localizedDescription)")
  exit(1)
}
