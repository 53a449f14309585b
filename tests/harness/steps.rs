//! The steps of a case; `tests/conformance/README.md` describes each.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::HashMap;

#[derive(Deserialize, Debug)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Step {
    Client(ClientStep),
    ClientInfo(InfoStep),
    Start(StartStep),
    Resume(ResumeStep),
    Fork(ResumeStep),
    Request(RequestStep),
    Notification(NotificationStep),
    ThreadId(ThreadIdStep),
    Run(RunStep),
    Stream(StreamStep),
    StartTurn(StartTurnStep),
    Next(ReadStep),
    EndTurn(EndTurnStep),
    Wait(ReadStep),
    Cancel(TurnStep),
    Respond(RespondStep),
    Steer(SteerStep),
    TurnId(TurnIdStep),
    FreeTurn(TurnStep),
    FreeThread(NamedThread),
    FreeClient(NamedClient),
    Parallel(ParallelStep),
    WaitForFile(PathStep),
    WaitForExit(PathStep),
    StillRuns(Nothing),
    HasEnded(Nothing),
    StaysAbsent(StaysAbsentStep),
    IsEmpty(PathStep),
    Remove(PathStep),
    Touch(PathStep),
    CountResources(Nothing),
    Misuse(MisuseStep),
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ClientStep {
    #[serde(default = "main_name")]
    pub client: String,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub raw: bool,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct InfoStep {
    #[serde(default = "main_name")]
    pub client: String,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct StartStep {
    #[serde(default = "main_name")]
    pub client: String,
    #[serde(default = "main_name")]
    pub thread: String,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub raw: bool,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ResumeStep {
    #[serde(default = "main_name")]
    pub client: String,
    #[serde(default = "main_name")]
    pub thread: String,
    pub id: Value,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub raw: bool,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct RequestStep {
    #[serde(default = "main_name")]
    pub client: String,
    pub method: Value,
    #[serde(default)]
    pub params: Value,
    #[serde(default = "forever")]
    pub timeout_ms: i32,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct NotificationStep {
    #[serde(default = "main_name")]
    pub client: String,
    #[serde(default = "forever")]
    pub timeout_ms: i32,
    /// Reads on until one is about this.
    pub until: Option<String>,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct RespondStep {
    pub turn: String,
    pub request_id: Value,
    pub response: Value,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct SteerStep {
    pub turn: String,
    #[serde(default)]
    pub prompt: Value,
    #[serde(default)]
    pub options: Value,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct TurnIdStep {
    pub turn: String,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ThreadIdStep {
    #[serde(default = "main_name")]
    pub thread: String,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct RunStep {
    #[serde(default = "main_name")]
    pub thread: String,
    #[serde(default)]
    pub prompt: Value,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct StreamStep {
    #[serde(default = "main_name")]
    pub thread: String,
    #[serde(default)]
    pub prompt: Value,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub cancel: Option<Cancel>,
    #[serde(default)]
    pub abandon: Option<Abandon>,
    #[serde(default)]
    pub answers: Answers,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct StartTurnStep {
    pub turn: String,
    #[serde(default = "main_name")]
    pub thread: String,
    #[serde(default)]
    pub prompt: Value,
    #[serde(default, deserialize_with = "present")]
    pub options: Option<Value>,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ReadStep {
    pub turn: String,
    #[serde(default = "forever")]
    pub timeout_ms: i32,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct EndTurnStep {
    pub turn: String,
    #[serde(default)]
    pub cancel: Option<Cancel>,
    #[serde(default)]
    pub answers: Answers,
    #[serde(default)]
    pub expect: Expect,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct TurnStep {
    pub turn: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct NamedThread {
    #[serde(default = "main_name")]
    pub thread: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct NamedClient {
    #[serde(default = "main_name")]
    pub client: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ParallelStep {
    pub count: usize,
    pub steps: Vec<Value>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct PathStep {
    pub path: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct StaysAbsentStep {
    pub path: String,
    pub for_ms: u64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct MisuseStep {
    pub handle: Misuse,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Misuse {
    Null,
    Freed,
    OtherKind,
    /// A good handle, and NULL for the place where the answer should go.
    NullOut,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Cancel {
    BeforeRead,
    AfterEvents(usize),
    AfterEnd,
}

/// By the type of an event that asks: the responses, the last one for all that follow.
pub type Answers = HashMap<String, Vec<Value>>;

#[derive(Deserialize, Debug, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub struct Abandon {
    pub after_events: usize,
}

/// What one step is to answer; without `status` it is the good one.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub status: Option<String>,
    // A pattern can be null, which is not the same as none.
    #[serde(default, deserialize_with = "present")]
    pub result: Option<Value>,
    pub error: Option<Value>,
    pub event: Option<Value>,
    pub events: Option<Value>,
    /// From the call to its answer; for a cancelled stream from the cancel to the end.
    pub at_least_ms: Option<u64>,
}

impl Step {
    pub fn parse(value: &Value) -> Result<Step, String> {
        Step::deserialize(value).map_err(|error| error.to_string())
    }

    /// The keys of `expect` that say something about this step.
    pub fn expectations(&self) -> &'static [&'static str] {
        match self {
            Step::Run(_) | Step::Wait(_) | Step::Request(_) => &["status", "result", "error", "at_least_ms"],
            Step::Stream(_) | Step::EndTurn(_) => &["status", "result", "error", "events", "at_least_ms"],
            Step::Next(_) | Step::Notification(_) => &["status", "event", "error", "at_least_ms"],
            Step::ClientInfo(_) | Step::ThreadId(_) | Step::TurnId(_) => &["status", "result", "error"],
            Step::Client(_) | Step::Start(_) | Step::Resume(_) | Step::Fork(_) | Step::StartTurn(_) => {
                &["status", "error"]
            }
            Step::Respond(_) | Step::Steer(_) => &["status", "error"],
            _ => &[],
        }
    }
}

fn main_name() -> String {
    "main".into()
}

fn forever() -> i32 {
    -1
}

/// `null` is a value of its own here: as options it stands for NULL.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
