// A turn that can be ended early: with Enter, which cancels its task, and with Ctrl-C. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       cancel "Count to a million, one number a second."

import CodexSDK
import Foundation

let prompt = CommandLine.arguments.dropFirst().first ?? "Count to a million, one number a second."
// Client options for a run without an account, from the environment; a program of your own has no need of them.
let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
let thread = try Codex(options: options).startThread(
  options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))

let task = Task {
  try await thread.withStreamedTurn(prompt, options: TurnOptions(timeout: .seconds(600))) { turn in
    for try await event in turn {
      switch event.kind {
      case .itemStarted(let item): print("begins:", item.type)
      case .error(let notice): print("notice:", notice)
      default: break
      }
    }
  }
}

print("Enter or Ctrl-C ends the turn.")
DispatchQueue.global().async {
  if readLine() != nil { task.cancel() }
}

do {
  try await task.value
  print("It came to its end.")
} catch is CancellationError {
  print("Cancelled. What the agent had started has ended, too.")
}
