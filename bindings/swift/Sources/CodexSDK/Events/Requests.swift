// Generated from schema/sdk.json by `make vocabulary`.

/// The agent asks your program for approval or for input, and waits.
///
/// Sent only with the thread option ``ThreadOptions/approvals`` ``Approvals/ask``.
public struct ApprovalRequest: JSONBacked {
  /// One of its changes.
  public typealias Change = FileChangeItem.Change

  /// Id for your response.
  public let requestID: String
  /// What the agent asks for.
  public let kind: ApprovalKind
  /// Id of the item that needs the approval.
  public let itemID: String?
  /// Why the agent asks.
  public let reason: String?
  /// For ``ApprovalKind/command``, the shell command line.
  public let command: String?
  /// For ``ApprovalKind/command`` and ``ApprovalKind/permissions``, the working folder.
  public let cwd: String?
  /// For ``ApprovalKind/fileChange``, the changes.
  public let changes: [Change]
  /// For ``ApprovalKind/permissions``, what the agent asks for, with the app-server's own names.
  public let permissions: JSONValue?
  /// For ``ApprovalKind/userInput``, the questions, with the app-server's own names.
  public let questions: JSONValue?
  /// For ``ApprovalKind/mcpElicitation``, what the MCP server asks.
  public let message: String?
  /// For ``ApprovalKind/mcpElicitation``, a JSON Schema of the content to respond with.
  public let schema: JSONValue?
  /// The decisions that a response may have.
  public let decisions: [String]
  /// After how many milliseconds the request is declined.
  public let expiresInMilliseconds: Int?
  /// The whole request, with the app-server's own names.
  public let params: JSONValue?
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    requestID = json.text("request_id")
    kind = json.openEnum("kind")
    itemID = json.optionalText("item_id")
    reason = json.optionalText("reason")
    command = json.optionalText("command")
    cwd = json.optionalText("cwd")
    changes = json.objects("changes")
    permissions = json.json("permissions")
    questions = json.json("questions")
    message = json.optionalText("message")
    schema = json.json("schema")
    decisions = json.texts("decisions")
    expiresInMilliseconds = json.optionalInteger("expires_in_ms")
    params = json.json("params")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}

/// The agent calls a tool of your program, and waits for its result.
///
/// Sent only with the thread option ``ThreadOptions/tools``.
public struct ToolRequest: JSONBacked {
  /// Id for your response.
  public let requestID: String
  /// Id of the item of this call.
  public let itemID: String?
  /// Name of the tool.
  public let tool: String
  /// The tool's namespace, if it has one.
  public let namespace: String?
  /// The arguments, as the model wrote them.
  public let arguments: JSONValue?
  /// The JSON, with fields that this version does not know.
  ///
  /// Parsed at each access.
  public var raw: JSONObject { object.value }

  private let object: RawObject

  init(_ json: JSONFields, _ object: RawObject) {
    requestID = json.text("request_id")
    itemID = json.optionalText("item_id")
    tool = json.text("tool")
    namespace = json.optionalText("namespace")
    arguments = json.json("arguments")
    self.object = object
  }

  /// Reads an object of the CLI's JSON, such as one for a test.
  public init(raw: JSONObject) { self = RawObject.read(raw, Self.init) }
}
