// Starts a conversation, or resumes one. Prints the command that resumes it. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       resume "Think of a number." [ID]

import CodexSDK
import Foundation

let arguments = CommandLine.arguments.dropFirst()
let prompt = arguments.first ?? "Think of a number."
// The CLI does not store options with a thread: pass them each time.
let threadOptions = ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true)

do {
  // Client options from the environment, to run without an account. Your own program does not need them.
  let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
  let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
  let codex = try Codex(options: options)
  let thread =
    if let id = arguments.dropFirst().first {
      try codex.resumeThread(id: id, options: threadOptions)
    } else {
      try codex.startThread(options: threadOptions)
    }
  print(try await thread.run(prompt).finalResponse)
  print("To continue: resume \"And then?\" \(thread.id ?? "")")
} catch let error as CodexError where error.code == .threadNotFound {
  print(error.message)
  exit(1)
}
