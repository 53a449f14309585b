//! One random call after the other.

use std::ffi::{c_char, CStr};
use std::ptr;

use super::abi::{Function, Handle, Status};
use super::caller::{Caller, BUSY, END, INVALID_ARGUMENT, INVALID_HANDLE, OK, TIMEOUT};
use super::record::{count_status, fail};
use super::table::{Choice, Kind};
use super::values::timeout;

impl Caller {
    /// Makes one call, whichever it is; a few of them belong together.
    pub fn play(&self) {
        match self.random.below(112) {
            0..=4 => self.ask_the_library(),
            5..=6 => self.plain(Function::codex_sdk_string_free, ptr::null_mut(), |abi| unsafe {
                (abi.codex_sdk_string_free)(ptr::null_mut())
            }),
            7..=12 => self.json_get(),
            13..=14 => self.json_members(),
            15..=18 => self.client_new(),
            19..=20 => self.client_info(),
            21..=22 => {
                let seldom = self.random.one_in(40) && self.world.budget.client();
                self.free(Kind::Client, self.choose(Kind::Client, seldom).handle);
            }
            23..=27 => {
                if let Some(new) = self.thread_start(self.choose(Kind::Client, true)) {
                    self.share(Kind::Thread, new);
                }
            }
            28..=30 => self.thread_from(Function::codex_sdk_thread_resume),
            31..=32 => self.thread_from(Function::codex_sdk_thread_fork),
            33..=41 => self.thread_id(),
            42..=45 => self.free(Kind::Thread, self.choose(Kind::Thread, self.random.one_in(4)).handle),
            46..=48 => self.thread_run(),
            49..=53 => {
                if let Some(new) = self.turn_start() {
                    self.share(Kind::Turn, new);
                }
            }
            54..=57 => self.turn_start_with_callback(),
            58..=73 => self.next_of_anybodys(),
            74..=79 => {
                self.fd(self.choose(Kind::Turn, true).handle);
            }
            80..=88 => {
                let Choice { handle, bad } = self.choose(Kind::Turn, true);
                let (status, _) = self.wait(handle, timeout(&self.random));
                self.refused(Function::codex_sdk_turn_wait, bad, status);
            }
            89..=92 => {
                let Choice { handle, bad } = self.choose(Kind::Turn, self.random.one_in(4));
                self.refused(Function::codex_sdk_turn_cancel, bad, self.cancel(handle));
            }
            93..=96 => self.free(Kind::Turn, self.choose(Kind::Turn, self.random.one_in(4)).handle),
            97..=99 => self.follow(),
            100..=101 => self.client_request(),
            102..=103 => self.client_next(),
            104 => {
                let fd = self.client_fd(self.choose(Kind::Client, true).handle);
                check_descriptor("codex_sdk_client_fd", fd);
            }
            105..=108 => self.respond(),
            109..=110 => self.steer(),
            _ => self.turn_id(),
        }
    }

    /// A handle of that kind, or what is none; certainly none if a good one would do too much.
    fn choose(&self, kind: Kind, may_be_good: bool) -> Choice {
        let freed = self.freed(kind);
        if may_be_good {
            self.world.table.choose(&self.random, kind, &freed)
        } else {
            self.world.table.choose_bad(&self.random, kind, &freed)
        }
    }

    fn ask_the_library(&self) {
        // SAFETY: no arguments, or any number.
        unsafe {
            let version = self.plain(Function::codex_sdk_version, ptr::null_mut(), |abi| (abi.codex_sdk_version)());
            let abi_version =
                self.plain(Function::codex_sdk_abi_version, ptr::null_mut(), |abi| (abi.codex_sdk_abi_version)());
            let number =
                if self.random.one_in(2) { self.random.next() as i32 } else { self.random.below(20) as i32 - 16 };
            let name =
                self.plain(Function::codex_sdk_status_name, ptr::null_mut(), |abi| (abi.codex_sdk_status_name)(number));
            if CStr::from_ptr(version).is_empty() || abi_version == 0 || CStr::from_ptr(name).is_empty() {
                fail("the library does not know itself");
            }
        }
    }

    fn json_get(&self) {
        let (json, pointer) = (self.world.values.json(&self.random), self.world.values.pointer(&self.random));
        self.text(Function::codex_sdk_json_get, ptr::null_mut(), false, |abi, value, error| unsafe {
            // SAFETY: texts of ours, or NULL.
            (abi.codex_sdk_json_get)(json, pointer, value, error)
        });
    }

    fn json_members(&self) {
        let json = self.world.values.json(&self.random);
        let (mut members, mut count) = (ptr::null_mut(), usize::MAX);
        // Now and then there is no place for the number.
        let place = if self.random.one_in(20) { ptr::null_mut() } else { &raw mut count };
        let status = self.status(Function::codex_sdk_json_members, ptr::null_mut(), |abi, error| unsafe {
            // SAFETY: a text of ours, or NULL.
            (abi.codex_sdk_json_members)(json, &mut members, place, error)
        });
        if (status == OK) != (count != usize::MAX) || (status != OK || count == 0) != members.is_null() {
            fail(&format!("codex_sdk_json_members answered {status} and wrote {members:?}, {count} of them"));
        }
        self.plain(Function::codex_sdk_json_members_free, ptr::null_mut(), |abi| unsafe {
            // SAFETY: the library's, or NULL.
            (abi.codex_sdk_json_members_free)(members)
        });
    }

    fn client_new(&self) {
        let values = &self.world.values;
        let good = self.random.one_in(20) && self.world.budget.client();
        let options = if good { values.good_client(&self.random) } else { values.other_client(&self.random) };
        let new = self.handle(Function::codex_sdk_client_new, ptr::null_mut(), |abi, client, error| unsafe {
            // SAFETY: a text of ours.
            (abi.codex_sdk_client_new)(options, client, error)
        });
        if let Some(new) = new {
            self.share(Kind::Client, new);
        }
    }

    fn client_info(&self) {
        let Choice { handle, bad } = self.choose(Kind::Client, true);
        let (status, _) = self.text(Function::codex_sdk_client_info, handle, false, |abi, info, error| unsafe {
            // SAFETY: any number may be asked about.
            (abi.codex_sdk_client_info)(handle, info, error)
        });
        self.refused(Function::codex_sdk_client_info, bad, status);
    }

    /// Asks a server, which may have to be started for that.
    fn client_request(&self) {
        let seldom = self.random.one_in(8) && self.world.budget.turn();
        let Choice { handle, bad } = self.choose(Kind::Client, seldom);
        let (method, params) = self.world.values.request(&self.random);
        let timeout_ms = self.random.below(300) as i32 - 3;
        let timeout_ms = if timeout_ms == -1 { 0 } else { timeout_ms };
        let (status, _) = self.text(Function::codex_sdk_client_request, handle, true, |abi, result, error| unsafe {
            // SAFETY: texts of ours, any number for a handle.
            (abi.codex_sdk_client_request)(handle, method, params, timeout_ms, result, error)
        });
        self.refused(Function::codex_sdk_client_request, bad, status);
    }

    fn client_next(&self) {
        let Choice { handle, bad } = self.choose(Kind::Client, true);
        let timeout_ms = self.random.below(20) as i32;
        let untouched: *const c_char = c"untouched".as_ptr();
        let (mut line, mut length) = (untouched, usize::MAX);
        let line_place = if self.random.one_in(40) { ptr::null_mut() } else { &raw mut line };
        let length_place = if self.random.one_in(10) { ptr::null_mut() } else { &raw mut length };
        let status = self.status(Function::codex_sdk_client_next, handle, |abi, error| unsafe {
            // SAFETY: any number may be asked for a notification; another thread may read on, so it is not looked at.
            (abi.codex_sdk_client_next)(handle, timeout_ms, line_place, length_place, error)
        });
        self.refused(Function::codex_sdk_client_next, bad, status);
        let (written, told) = (!ptr::eq(line, untouched), length != usize::MAX);
        if written != (status == OK) || told != (written && !length_place.is_null()) {
            fail(&format!("codex_sdk_client_next answered {status} and wrote {line:?}, {length}"));
        }
    }

    fn client_fd(&self, client: Handle) -> i32 {
        // SAFETY: any number may be asked for a descriptor.
        self.plain(Function::codex_sdk_client_fd, client, |abi| unsafe { (abi.codex_sdk_client_fd)(client) })
    }

    fn respond(&self) {
        let Choice { handle, bad } = self.choose(Kind::Turn, true);
        let (request_id, response) = self.world.values.response(&self.random);
        let status = self.status(Function::codex_sdk_turn_respond, handle, |abi, error| unsafe {
            // SAFETY: texts of ours, any number for a handle.
            (abi.codex_sdk_turn_respond)(handle, request_id, response, error)
        });
        self.refused(Function::codex_sdk_turn_respond, bad, status);
    }

    fn steer(&self) {
        let Choice { handle, bad } = self.choose(Kind::Turn, true);
        let values = &self.world.values;
        let (prompt, options) = if self.random.one_in(3) {
            values.bad_turn(&self.random)
        } else {
            (values.prompt(&self.random), ptr::null())
        };
        let status = self.status(Function::codex_sdk_turn_steer, handle, |abi, error| unsafe {
            // SAFETY: texts of ours, any number for a handle.
            (abi.codex_sdk_turn_steer)(handle, prompt, options, error)
        });
        self.refused(Function::codex_sdk_turn_steer, bad, status);
    }

    fn turn_id(&self) {
        let Choice { handle, bad } = self.choose(Kind::Turn, true);
        let (status, _) = self.text(Function::codex_sdk_turn_id, handle, false, |abi, id, error| unsafe {
            // SAFETY: any number may be asked about.
            (abi.codex_sdk_turn_id)(handle, id, error)
        });
        self.refused(Function::codex_sdk_turn_id, bad, status);
    }

    fn thread_start(&self, Choice { handle, bad }: Choice) -> Option<Handle> {
        let options = self.world.values.thread_options(&self.random);
        self.handle(Function::codex_sdk_thread_start, handle, |abi, thread, error| unsafe {
            // SAFETY: a text of ours, any number for a handle.
            let status = (abi.codex_sdk_thread_start)(handle, options, thread, error);
            self.refused(Function::codex_sdk_thread_start, bad, status);
            status
        })
    }

    /// Resumes a thread, or forks it.
    fn thread_from(&self, function: Function) {
        let Choice { handle, bad } = self.choose(Kind::Client, true);
        let (id, options) = (self.world.values.id(&self.random), self.world.values.thread_options(&self.random));
        let new = self.handle(function, handle, |abi, thread, error| unsafe {
            let call = match function {
                Function::codex_sdk_thread_fork => abi.codex_sdk_thread_fork,
                _ => abi.codex_sdk_thread_resume,
            };
            // SAFETY: texts of ours, any number for a handle.
            let status = call(handle, id, options, thread, error);
            self.refused(function, bad, status);
            status
        });
        if let Some(new) = new {
            self.share(Kind::Thread, new);
        }
    }

    fn thread_id(&self) {
        let Choice { handle, bad } = self.choose(Kind::Thread, true);
        let (status, _) = self.text(Function::codex_sdk_thread_id, handle, false, |abi, id, error| unsafe {
            // SAFETY: any number may be asked about.
            (abi.codex_sdk_thread_id)(handle, id, error)
        });
        self.refused(Function::codex_sdk_thread_id, bad, status);
    }

    /// A thread, a prompt and options, most of which start no turn: a process is dear.
    fn turn_to_start(&self, endless: bool) -> (Choice, *const c_char, *const c_char) {
        let values = &self.world.values;
        if self.random.one_in(8) && self.world.budget.turn() {
            let (prompt, options) = values.turn(&self.random, endless);
            (self.choose(Kind::Thread, true), prompt, options)
        } else if self.random.one_in(2) {
            let (prompt, options) = values.turn(&self.random, endless);
            (self.choose(Kind::Thread, false), prompt, options)
        } else {
            let (prompt, options) = values.bad_turn(&self.random);
            (self.choose(Kind::Thread, true), prompt, options)
        }
    }

    fn thread_run(&self) {
        let (Choice { handle, bad }, prompt, options) = self.turn_to_start(false);
        let (status, _) = self.text(Function::codex_sdk_thread_run, handle, true, |abi, result, error| unsafe {
            // SAFETY: texts of ours, any number for a handle.
            (abi.codex_sdk_thread_run)(handle, prompt, options, result, error)
        });
        self.refused(Function::codex_sdk_thread_run, bad, status);
    }

    fn turn_start(&self) -> Option<Handle> {
        let (choice, prompt, options) = self.turn_to_start(true);
        self.turn_start_on(choice, prompt, options)
    }

    fn turn_start_on(
        &self,
        Choice { handle, bad }: Choice,
        prompt: *const c_char,
        options: *const c_char,
    ) -> Option<Handle> {
        self.handle(Function::codex_sdk_turn_start, handle, |abi, turn, error| unsafe {
            // SAFETY: texts of ours, any number for a handle.
            let status = (abi.codex_sdk_turn_start)(handle, prompt, options, turn, error);
            self.refused(Function::codex_sdk_turn_start, bad, status);
            status
        })
    }

    fn turn_start_with_callback(&self) {
        let (Choice { handle, bad }, prompt, options) = self.turn_to_start(true);
        self.start_with_callback(handle, bad, prompt, options);
    }

    /// Another thread may take the next event, or free the turn, before this one has looked at its event: it must not.
    fn next_of_anybodys(&self) {
        let Choice { handle, bad } = self.choose(Kind::Turn, true);
        if self.random.one_in(3) {
            let (status, ..) = self.next_batch(handle, timeout(&self.random));
            self.refused(Function::codex_sdk_turn_next_batch, bad, status);
        } else {
            let (status, _, _) = self.next(handle, timeout(&self.random));
            self.refused(Function::codex_sdk_turn_next, bad, status);
        }
    }

    fn next_batch(&self, turn: Handle, timeout_ms: i32) -> (Status, *const c_char, usize) {
        let untouched: *const c_char = c"untouched".as_ptr();
        let (mut events, mut length, mut count) = (untouched, usize::MAX, usize::MAX);
        let events_place = if self.random.one_in(40) { ptr::null_mut() } else { &raw mut events };
        let length_place = if self.random.one_in(40) { ptr::null_mut() } else { &raw mut length };
        let count_place = if self.random.one_in(10) { ptr::null_mut() } else { &raw mut count };
        let status = self.status(Function::codex_sdk_turn_next_batch, turn, |abi, error| unsafe {
            // SAFETY: any number may be asked for events.
            (abi.codex_sdk_turn_next_batch)(turn, timeout_ms, events_place, length_place, count_place, error)
        });
        let written = !ptr::eq(events, untouched);
        let (told, counted) = (length != usize::MAX, count != usize::MAX);
        if written != (status == OK) || told != written || counted != (written && !count_place.is_null()) {
            fail(&format!("codex_sdk_turn_next_batch answered {status} and wrote {events:?}, {length}, {count}"));
        }
        (status, events, length)
    }

    pub fn next(&self, turn: Handle, timeout_ms: i32) -> (Status, *const c_char, usize) {
        let untouched: *const c_char = c"untouched".as_ptr();
        let (mut event, mut length) = (untouched, usize::MAX);
        let event_place = if self.random.one_in(40) { ptr::null_mut() } else { &raw mut event };
        let length_place = if self.random.one_in(10) { ptr::null_mut() } else { &raw mut length };
        let status = self.status(Function::codex_sdk_turn_next, turn, |abi, error| unsafe {
            // SAFETY: any number may be asked for an event.
            (abi.codex_sdk_turn_next)(turn, timeout_ms, event_place, length_place, error)
        });
        let written = !ptr::eq(event, untouched);
        let told = length != usize::MAX;
        if written != (status == OK) || told != (written && !length_place.is_null()) {
            fail(&format!("codex_sdk_turn_next answered {status} and wrote {event:?}, {length}"));
        }
        (status, event, length)
    }

    pub fn wait(&self, turn: Handle, timeout_ms: i32) -> (Status, Option<super::caller::Text>) {
        self.text(Function::codex_sdk_turn_wait, turn, true, |abi, result, error| unsafe {
            // SAFETY: any number may be waited for.
            (abi.codex_sdk_turn_wait)(turn, timeout_ms, result, error)
        })
    }

    pub fn fd(&self, turn: Handle) -> i32 {
        // SAFETY: any number may be asked for a descriptor.
        let fd = self.plain(Function::codex_sdk_turn_fd, turn, |abi| unsafe { (abi.codex_sdk_turn_fd)(turn) });
        check_descriptor("codex_sdk_turn_fd", fd);
        fd
    }

    pub fn cancel(&self, turn: Handle) -> Status {
        let status = self.plain(Function::codex_sdk_turn_cancel, turn, |abi| unsafe {
            // SAFETY: any number may be cancelled.
            (abi.codex_sdk_turn_cancel)(turn)
        });
        count_status(status);
        if !matches!(status, OK | INVALID_HANDLE) {
            fail(&format!("codex_sdk_turn_cancel answered {status}"));
        }
        status
    }

    /// A turn that nobody else knows: here the events themselves can be looked at, and the descriptor polled.
    fn follow(&self) {
        if !self.random.one_in(8) || !self.world.budget.turn() {
            return self.thread_id();
        }
        let Some(thread) = self.thread_start(self.choose(Kind::Client, true)) else { return };
        let (prompt, options) = self.world.values.turn(&self.random, false);
        let turn = self.turn_start_on(Choice { handle: thread, bad: false }, prompt, options);
        if let Some(turn) = turn {
            self.read(turn);
        }
        for (kind, handle) in [(Kind::Thread, Some(thread)), (Kind::Turn, turn)] {
            if let Some(handle) = handle {
                if self.random.one_in(2) {
                    self.share(kind, handle);
                } else {
                    self.free(kind, handle);
                }
            }
        }
    }

    fn read(&self, turn: Handle) {
        for _ in 0..300 {
            let must_be_there = self.random.one_in(4) && readable(self.fd(turn));
            let timeout_ms = if must_be_there { 0 } else { self.random.below(20) as i32 };
            let status = if self.random.one_in(10) {
                self.wait(turn, timeout_ms).0
            } else {
                let batch = self.random.one_in(2);
                let (status, event, length) =
                    if batch { self.next_batch(turn, timeout_ms) } else { self.next(turn, timeout_ms) };
                if status == OK && batch {
                    self.check_events(event, length);
                } else if status == OK {
                    self.check_event(event, length);
                } else if must_be_there && status == TIMEOUT {
                    fail("a turn whose descriptor is readable has nothing to give");
                }
                if matches!(status, OK | INVALID_ARGUMENT) {
                    continue;
                }
                status
            };
            match status {
                TIMEOUT | INVALID_ARGUMENT => {}
                BUSY | INVALID_HANDLE => fail(&format!("a turn of one's own answered {status}")),
                end => return self.check_end(turn, end),
            }
        }
    }

    fn check_events(&self, events: *const c_char, length: usize) {
        // SAFETY: the turn is this thread's own, so the events stay until the next call.
        let bytes = unsafe { std::slice::from_raw_parts(events.cast::<u8>(), length) };
        if bytes.last() != Some(&0) {
            fail(&format!("a batch does not end with a NUL: {:?}", String::from_utf8_lossy(bytes)));
        }
        for event in bytes.split_inclusive(|byte| *byte == 0) {
            self.check_event(event.as_ptr().cast(), event.len() - 1);
        }
    }

    fn check_event(&self, event: *const c_char, length: usize) {
        // SAFETY: the turn is this thread's own, so the event stays until the next call.
        let text = unsafe { CStr::from_ptr(event) }.to_bytes();
        if (length != usize::MAX && text.len() != length) || text.first() != Some(&b'{') || text.contains(&b'\n') {
            fail(&format!("an event is {:?}, its length {length}", String::from_utf8_lossy(text)));
        }
        // SAFETY: as above.
        self.text(Function::codex_sdk_json_get, ptr::null_mut(), false, |abi, value, error| unsafe {
            (abi.codex_sdk_json_get)(event, c"/type".as_ptr(), value, error)
        });
    }

    /// An end stays, whichever way it is asked for: what is END to one is OK to the other.
    fn check_end(&self, turn: Handle, end: Status) {
        let good = matches!(end, OK | END);
        loop {
            let (again, _, _) = self.next(turn, 0);
            let (waited, _) = self.wait(turn, 0);
            if matches!(again, OK | INVALID_ARGUMENT) {
                continue; // there still was an event when `wait` had come to the end, or no place for one
            }
            let same = if good { again == END && waited == OK } else { again == end && waited == end };
            if !same || !readable(self.fd(turn)) {
                fail(&format!("a turn ended with {end}, then next answered {again} and wait {waited}"));
            }
            return;
        }
    }
}

fn check_descriptor(function: &str, fd: i32) {
    if fd < -1 || (0..=2).contains(&fd) {
        fail(&format!("{function} answered {fd}"));
    }
}

fn readable(fd: i32) -> bool {
    let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    // SAFETY: one valid pollfd.
    unsafe { libc::poll(&mut poll, 1, 0) == 1 && poll.revents & libc::POLLIN != 0 }
}
