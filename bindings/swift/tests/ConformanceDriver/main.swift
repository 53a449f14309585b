// The package's driver for the conformance cases; tests/conformance/README.md says what the lines mean.

import CodexSDK
import Dispatch

say([
  "ways": ["next_event", "iterator"], "typed": true, "cannot": [:],
])

openDispatch()

// This is the main actor, which waits for the next line: requests are tasks elsewhere.
let running = DispatchGroup()
let driver = Driver()
while let line = readLine() {
  guard var request = JSONValue(parsing: line)?.object, let id = request["id"] else {
    fatalError("this is no request: \(line)")
  }
  request["id"] = nil
  running.enter()
  Task.detached { [request] in
    var answer: JSONObject = ["id": id]
    for member in await driver.answer(request) { answer[member.key] = member.value }
    say(answer)
    running.leave()
  }
}
// Whoever still waits for something is answered now.
driver.closeAll()
running.wait()
