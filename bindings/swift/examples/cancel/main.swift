// A turn that can be ended early: with Enter, which cancels its task, and with Ctrl-C. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       cancel "Count to a million, one number a second."

import CodexSDK
import Foundation

let prompt = CommandLine.arguments.dropFirst().first ?? "Count to a million, one number a second."
let thread = try Codex().startThread(options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))

let task = Task {
  try await thread.withStreamedTurn(prompt, options: TurnOptions(timeout: .seconds(600))) { turn in
    for try await event in turn {
      if case .itemStarted(let item) = event.kind { print("begins:", item.type) }
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
