import Foundation
import Testing

@testable import CodexSDK

extension OneAtATime {
  @Suite struct JSONTexts {}
}

extension OneAtATime.JSONTexts {
  private static let texts: [(String, JSONValue)] = [
    ("null", .null), (" true\n", true), ("-12", -12), ("0", 0), ("-0.5e1", -5.0), ("1E+2", 100.0),
    ("9223372036854775807", 9_223_372_036_854_775_807), ("9223372036854775808", 9_223_372_036_854_775_808.0),
    ("1e999", .number(.greatestFiniteMagnitude)), ("-1e999", .number(-.greatestFiniteMagnitude)), ("1e-999", 0.0),
    ("\"\"", ""),
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\ud83d\uDE00""#, "é😀"), (#""é😀""#, "é😀"),
    (#""\ud83dx\ude00\ud83d""#, "\u{FFFD}x\u{FFFD}\u{FFFD}"), (#""\u0000""#, "\0"), ("[]", []),
    ("[ 1 , [2]]", [1, [2]]),
    ("{}", [:]), (#"{ "a" : {"b":null} , "c" : 1 }"#, ["a": ["b": .null], "c": 1]),
  ]

  @Test(arguments: texts)
  func isRead(_ text: String, _ value: JSONValue) {
    #expect(JSONValue(parsing: text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "01", "-", "-01", "1.", ".5", "1e", "+1", "0x1", "NaN", "Infinity", "\"",
    "\"\\x\"",
    "\"\\u12\"", "\"\\u+123\"", "\"\\u12g4\"", "\"\n\"", "\"\t\"", "'a'", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]",
    "]",
    "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:2}", "{\"a\" 1}", "1 2", "{} x", "\u{FEFF}1",
  ])
  func isRefused(_ text: String) {
    #expect(JSONValue(parsing: text) == nil)
  }

  // In a debug build, an access beyond the text ends the process.
  @Test(arguments: [
    #"{"type":"item.completed","item":{"id":"item_0","t\u0079pe":"x","text":"a\n\ud83d\ude00é"},"n":[-1.5e+3,true,null]}"#,
    #" [ { } , [ ] , "long enough for eight at a time" , 0 , false ] "#,
  ])
  func damagedTextsAreReadWithinTheirBounds(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(JSONValue(parsing: text) != nil)
    let end = text.last == " " ? bytes.count - 1 : bytes.count
    for count in 0..<end {
      #expect(JSONValue(parsing: String(decoding: bytes[..<count], as: UTF8.self)) == nil)
    }
    for index in bytes.indices {
      for byte in #""\{}[]:,u0 "#.utf8 {
        var damaged = bytes
        damaged[index] = byte
        let event = ThreadEvent(line: String(decoding: damaged, as: UTF8.self))
        #expect(event.raw == JSONValue(parsing: event.line) ?? .null)
        _ = event.item?.raw
      }
    }
  }

  @Test(.withCorpus) func isReadAndWrittenAsOthersUnderstandIt() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Counterparts.corpus))
    var count = 0
    for case let name as String in files {
      guard let text = try? String(contentsOfFile: "\(Counterparts.corpus)/\(name)", encoding: .utf8) else { continue }
      for line in text.split(whereSeparator: \.isNewline) {
        guard let value = JSONValue(parsing: String(line)) else { continue }
        count += 1
        #expect(JSONValue(parsing: "\(value)") == value)
        #expect(throws: Never.self) { try JSONDecoder().decode(JSONValue.self, from: Data("\(value)".utf8)) }
      }
    }
    #expect(count > 50)
  }

  @Test func ofTwoMembersOfOneNameTheLastCountsAndBothStay() {
    let text = #"{"id":"item_1","type":"web_search","id":"ws_1"}"#
    let value = JSONValue(parsing: text)
    #expect(value?["id"] == "ws_1")
    #expect(value?.description == text)
    #expect(value == ["type": "web_search", "id": "ws_1"])
  }

  @Test(arguments: [("[", "1", "]"), (#"{"a":[2 ,"#, #""]""#, "]}"), (#"[{"a": "b" , "c":"#, "[]", " }, true]")])
  func isReadToADepthAndThenKeptAsText(_ begin: String, _ inmost: String, _ end: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: begin, count: depth) + inmost + String(repeating: end, count: depth)
    }
    func depth(_ value: JSONValue?) -> Int {
      switch value {
      case .array(let values): 1 + (values.map(depth).max() ?? 0)
      case .object(let object): 1 + (object.map { depth($0.value) }.max() ?? 0)
      default: 0
      }
    }
    for levels in [10, 600, 20_000] {
      let text = nested(levels)
      let value = try #require(JSONValue(parsing: text))
      #expect(depth(value) <= 500)
      #expect(levels < 600 || depth(value) == 500)
      #expect(JSONValue(parsing: value.description) == value)
      #expect(JSONValue(parsing: String(text.dropLast())) == nil)
    }
    // As strict down there as anywhere.
    for wrong in ["01", "[1,]", "{1:2}", #"{"a"}"#, "[1 2]", "1,", "}", "{,}"] {
      let text = String(repeating: begin, count: 600) + wrong + String(repeating: end, count: 600)
      #expect(JSONValue(parsing: text) == nil)
    }
  }

  @Test func numbersAreTheSameHoweverTheyAreWritten() {
    let pairs: [(JSONValue, JSONValue)] = [(5, 5.0), (0, -0.0), (.integer(.min), .number(-0x1p63)), (1.5, 1.5)]
    for (one, other) in pairs {
      #expect(one == other)
      #expect(other == one)
      #expect(one.hashValue == other.hashValue)
    }
    #expect(JSONValue.integer(.max) != .number(0x1p63))
    #expect((1 as JSONValue) != true)
    #expect((0 as JSONValue) != .null)
  }

  @Test(
    arguments: [
      (
        ["z": 1, "a": [true, .null, 1.5, "x\"\\\n\u{1}\u{1F}é/"]],
        #"{"z":1,"a":[true,null,1.5,"x\"\\\n\u0001\u001fé/"]}"#
      ),
      (.number(1e300), "1e+300"), (.integer(.min), "-9223372036854775808"),
    ] as [(JSONValue, String)])
  func isWritten(_ value: JSONValue, _ text: String) {
    #expect(value.description == text)
    #expect(JSONValue(parsing: text) == value)
  }

  @Test(.withHostileCLI) func whatIsNoNumberIsRefusedByTheLibrary() async throws {
    try await Place.with { place in
      let codex = try place.hostile(Script.ordinary)
      _ = await error(.invalidArgument) {
        try codex.startThread(options: ThreadOptions(extra: ["model": .number(.nan)]))
      }
    }
  }

  @Test func membersCanBeChanged() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = 4
    object["b"] = nil
    #expect(object.map(\.key) == ["a", "c"])
    #expect(object == ["c": 4, "a": 3])
    #expect(object.hashValue == (["c": 4, "a": 3] as JSONObject).hashValue)
    #expect(object != ["a": 3])
  }

  @Test(arguments: [62, 63, 64, 65, 4095, 4096, 4097, 10_000]) func manyValuesAreRead(_ count: Int) throws {
    let numbers = JSONValue(parsing: "[" + (0..<count).map(String.init).joined(separator: " , ") + "]")
    #expect(numbers == .array((0..<count).map(JSONValue.integer)))
    let members = (0..<count).map { #""\#($0)" : {"a":[\#($0)]}"# }.joined(separator: ",")
    let object = try #require(JSONValue(parsing: "{" + members + "}")?.object)
    #expect(
      (object.count, object.last?.key, object.last?.value) == (count, "\(count - 1)", ["a": [.integer(count - 1)]]))
  }

  @Test func tokensAreSmall() {
    #expect(MemoryLayout<JSONToken>.stride == 16)
  }

  @Test func namesAreTheSameIfTheirBytesAre() {
    let (one, two) = ("\u{E9}", "e\u{301}")
    var object: JSONObject = [:]
    object[one] = 1
    object[two] = 2
    #expect((object.count, object[one], object[two]) == (2, 1, 2))
    #expect(object != [one: 2, two: 1])
    #expect(JSONValue(parsing: object.description)?.object == object)
    object[one] = nil
    #expect(object.map(\.value) == [2])
  }

  @Test func valuesAreFound() {
    let value: JSONValue = ["list": [1, 2.0, "x"], "yes": true]
    #expect(value["list"]?[0]?.integer == 1)
    #expect(value["list"]?[1]?.integer == 2)
    #expect(value["list"]?[0]?.number == 1)
    #expect(value["list"]?[2]?.string == "x")
    #expect(value["list"]?[3] == nil)
    #expect(value["yes"]?.bool == true)
    #expect(value["no"] == nil)
    #expect(value["list"]?.array?.count == 3)
    #expect(value.object?.count == 2)
  }

  @Test func isCodable() throws {
    let value: JSONValue = ["a": [1, 1.5, "x", .null, true, [:]], "b": ["c": []]]
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(JSONObject.self, from: Data("[1]".utf8)) }
  }
}
