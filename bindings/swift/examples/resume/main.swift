// A conversation that goes on after the program has ended: it says how. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       resume "Think of a number." [ID]

import CodexSDK
import Foundation

let arguments = CommandLine.arguments.dropFirst()
let prompt = arguments.first ?? "Think of a number."
// Not remembered with the thread: they are given again.
let threadOptions = ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true)

do {
  // Client options for a run without an account, from the environment; a program of your own has no need of them.
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
  print("To go on: resume \"And then?\" \(thread.id ?? "")")
} catch let error as CodexError where error.code == .threadNotFound {
  print(error.message)
  exit(1)
}
