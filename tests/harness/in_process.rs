//! The C ABI in this very process, as an SDK that cases are played against.

use super::abi::{self, Failure, RawHandle, Status, TIMEOUT};
use super::sdk::{Answer, Client, Sdk, Taken, Thread, Turn};
use super::stream::{parse_result, readable, Stream, Via};
use super::text::{argument, text_argument};
use serde_json::Value;

pub struct InProcess {
    pub via: Via,
}

struct InProcessClient(abi::Client, Via);
struct InProcessThread(abi::Thread, Via);

impl Sdk for InProcess {
    fn client(&self, options: &Value) -> Answer<Box<dyn Client>> {
        let client = abi::Client::new(argument(options)?.as_deref());
        Ok(client.map(|client| Box::new(InProcessClient(client, self.via)) as Box<dyn Client>))
    }

    fn process(&self) -> u32 {
        std::process::id()
    }

    fn trouble(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Client for InProcessClient {
    fn info(&self) -> Answer<Value> {
        parsed(self.0.info())
    }

    fn start(&self, options: &Value) -> Answer<Box<dyn Thread>> {
        Ok(self.thread(self.0.start(argument(options)?.as_deref())))
    }

    fn resume(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        let (id, options) = (text_argument(id)?, argument(options)?);
        Ok(self.thread(self.0.resume(id.as_deref(), options.as_deref())))
    }

    fn fork(&self, id: &Value, options: &Value) -> Answer<Box<dyn Thread>> {
        let (id, options) = (text_argument(id)?, argument(options)?);
        Ok(self.thread(self.0.fork(id.as_deref(), options.as_deref())))
    }

    fn request(&self, method: &Value, params: &Value, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        request(&self.0, method, params, timeout_ms)
    }

    fn notification(&self, timeout_ms: i32) -> Answer<(Status, Option<String>)> {
        if self.1 == Via::Fd && !readable(self.0.fd(), timeout_ms)? {
            return Ok(Ok((TIMEOUT, None)));
        }
        Ok(self.0.next(timeout_ms))
    }

    fn raw(&self) -> Option<RawHandle> {
        Some(self.0.raw())
    }
}

impl InProcessClient {
    fn thread(&self, thread: Result<abi::Thread, Failure>) -> Result<Box<dyn Thread>, Failure> {
        thread.map(|thread| Box::new(InProcessThread(thread, self.1)) as Box<dyn Thread>)
    }
}

impl Thread for InProcessThread {
    fn id(&self) -> Answer<Option<String>> {
        Ok(self.0.id())
    }

    fn run(&self, prompt: &Value, options: &Value) -> Answer<Value> {
        let (prompt, options) = (text_argument(prompt)?, argument(options)?);
        parsed(self.0.run(prompt.as_deref(), options.as_deref()))
    }

    fn stream(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        self.turn(self.1, prompt, options)
    }

    fn start_turn(&self, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        // Not by callback, which nothing but a mailbox can read.
        let via = if self.1 == Via::Fd { Via::Fd } else { Via::Next };
        self.turn(via, prompt, options)
    }

    fn raw(&self) -> Option<RawHandle> {
        Some(self.0.raw())
    }
}

impl InProcessThread {
    fn turn(&self, via: Via, prompt: &Value, options: &Value) -> Answer<Box<dyn Turn>> {
        let (prompt, options) = (text_argument(prompt)?, argument(options)?);
        let stream = Stream::start(&self.0, via, prompt.as_deref(), options.as_deref());
        Ok(stream.map(|stream| Box::new(stream) as Box<dyn Turn>))
    }
}

impl Turn for Stream {
    fn next(&self, timeout_ms: i32) -> Result<Taken, String> {
        self.take(timeout_ms)
    }

    fn wait(&self, timeout_ms: i32) -> Answer<(Status, Option<Value>)> {
        match self.turn().wait(timeout_ms) {
            Ok((status, result)) => Ok(Ok((status, result.map(|result| parse_result(&result)).transpose()?))),
            Err(failure) => Ok(Err(failure)),
        }
    }

    fn cancel(&self) -> Result<Status, String> {
        Ok(self.turn().cancel())
    }

    fn respond(&self, request_id: &Value, response: &Value) -> Answer<()> {
        let (request_id, response) = (text_argument(request_id)?, argument(response)?);
        Ok(self.turn().respond(request_id.as_deref(), response.as_deref()))
    }

    fn steer(&self, prompt: &Value, options: &Value) -> Answer<()> {
        let (prompt, options) = (text_argument(prompt)?, argument(options)?);
        Ok(self.turn().steer(prompt.as_deref(), options.as_deref()))
    }

    fn id(&self) -> Answer<Option<String>> {
        Ok(self.turn().id())
    }
}

pub fn request(
    client: &abi::Client,
    method: &Value,
    params: &Value,
    timeout_ms: i32,
) -> Answer<(Status, Option<Value>)> {
    let (method, params) = (text_argument(method)?, argument(params)?);
    match client.request(method.as_deref(), params.as_deref(), timeout_ms) {
        Ok((status, result)) => Ok(Ok((status, result.map(|result| parse_result(&result)).transpose()?))),
        Err(failure) => Ok(Err(failure)),
    }
}

fn parsed(answer: Result<String, Failure>) -> Answer<Value> {
    match answer {
        Ok(json) => parse_result(&json).map(Ok),
        Err(failure) => Ok(Err(failure)),
    }
}
