// The Swift package, event by event as typed values.
//
//     stream events|latency CLI        one turn
//     stream turns CLI COUNT           so many, one after the other

import CodexSDK
import Foundation

struct Answer: Encodable {
  var seconds = 0.0
  var events = 0
  var delaysUs: [Double] = []

  enum CodingKeys: String, CodingKey {
    case seconds, events
    case delaysUs = "delays_us"
  }
}

func nowNs() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return now.tv_sec * 1_000_000_000 + now.tv_nsec
}

@main
struct Stream {
  static func main() async throws {
    let arguments = CommandLine.arguments
    let mode = arguments[1]
    let count = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
    let thread = try Codex(options: CodexOptions(codexPathOverride: arguments[2])).startThread()
    var answer = Answer()
    if mode == "turns" { try await follow(thread, &answer, wantsDelays: false) }
    let started = nowNs()
    for _ in 0..<count { try await follow(thread, &answer, wantsDelays: mode == "latency") }
    answer.seconds = Double(nowNs() - started) / 1e9
    print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
  }

  static func follow(_ thread: CodexThread, _ answer: inout Answer, wantsDelays: Bool) async throws {
    for try await event in try await thread.runStreamed("go") {
      let now = wantsDelays ? nowNs() : 0
      if case .itemCompleted(.agentMessage(let message)) = event.kind {
        answer.events += 1
        if wantsDelays, let stamp = Int(message.text) {
          answer.delaysUs.append(Double(now - stamp) / 1000)
        }
      }
    }
  }
}
