// Sends images to the model: a file by its path, and one as bytes. In the root of the repository:
//
//     swift run --package-path bindings/swift/examples --scratch-path build/swift/examples \
//       images picture.png "What do you see?"

import CodexSDK
import Foundation

// One red pixel, as it might come from a camera or a web page.
let pixel = Data(
  base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")

let arguments = CommandLine.arguments.dropFirst()
var input: [InputEntry] = [.text(arguments.dropFirst().first ?? "What do you see?")]
if let picture = arguments.first { input.append(.localImage(picture)) }
if let pixel { input.append(.image(pixel)) }

// Client options from the environment, to run without an account. Your own program does not need them.
let json = ProcessInfo.processInfo.environment["CODEX_SDK_EXAMPLE_OPTIONS"] ?? "{}"
let options = CodexOptions(extra: try JSONDecoder().decode(JSONObject.self, from: Data(json.utf8)))
let thread = try Codex(options: options).startThread(
  options: ThreadOptions(sandboxMode: .readOnly, skipGitRepoCheck: true))
print(try await thread.run(input).finalResponse)
