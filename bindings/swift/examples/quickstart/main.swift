// Runs one turn of the agent and prints the result. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       quickstart "What is in this folder?"

import CodexSDK
import Foundation

let prompt = CommandLine.arguments.dropFirst().first ?? "What is in this folder?"

do {
  // Client options from the environment, to run without an account. Your own program does not need them.
  let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
  let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
  // The agent may read everything and change nothing, in any folder.
  let thread = try Codex(options: options).startThread(
    options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
  let result = try await thread.run(prompt)
  print(result.finalResponse)
  if let usage = result.turnUsage {
    print("(\(usage.inputTokens) tokens in, \(usage.outputTokens) out)")
  }
} catch {
  print("The turn failed: \(error.localizedDescription)")
  exit(1)
}
