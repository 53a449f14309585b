// Ends a turn early: Enter cancels its task, Ctrl-C ends the program. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       cancel "Count to a million, one number a second."

import CodexSDK
import Foundation

let prompt = CommandLine.arguments.dropFirst().first ?? "Count to a million, one number a second."
// Client options from the environment, to run without an account. Your own program does not need them.
let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
let thread = try Codex(options: options).startThread(
  options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))

let task = Task {
  try await thread.withStreamedTurn(prompt, options: TurnOptions(timeout: .seconds(600))) { turn in
    for try await event in turn {
      switch event.kind {
      case .itemStarted(let item): print("starts:", item.type)
      case .error(let notice): print("notice:", notice)
      default: break
      }
    }
  }
}

print("Press Enter or Ctrl-C to end the turn.")
DispatchQueue.global().async {
  if readLine() != nil { task.cancel() }
}

do {
  try await task.value
  print("The turn completed.")
} catch is CancellationError {
  print("Cancelled. Everything the agent started has ended.")
}
