"""A driver of the raw C ABI: the pattern for the drivers of the bindings. tests/conformance/README.md says what the
lines mean.

Each request has a thread of its own, so that `cancel` is heard while `next` waits.
"""

import ctypes
import json
import queue
import select
import sys
import threading
from ctypes import byref
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ctypes"))
import abi  # noqa: E402
from calls import call, name_of, next_event, next_notification, sdk, take  # noqa: E402

# What the requests call by numbers: clients, threads, turns.
handles = {}


# Each of these carries out one request, and gives the fields of the answer.


def client(client, options=None):
    return _made(client, abi.Client(), sdk.codex_sdk_client_new, options)


def client_info(client):
    return _asked(json.loads, sdk.codex_sdk_client_info, handles[client])


def start(client, thread, options=None):
    return _made(thread, abi.Thread(), sdk.codex_sdk_thread_start, handles[client], options)


def resume(client, thread, thread_id, options=None):
    return _made(thread, abi.Thread(), sdk.codex_sdk_thread_resume, handles[client], thread_id, options)


def fork(client, thread, thread_id, options=None):
    return _made(thread, abi.Thread(), sdk.codex_sdk_thread_fork, handles[client], thread_id, options)


def request(client, method, timeout_ms, params=None):
    return _asked(json.loads, sdk.codex_sdk_client_request, handles[client], method, params, timeout_ms)


def notification(client, timeout_ms):
    status, line, error = next_notification(handles[client], timeout_ms)
    return _answer(status, error, **({"event": line.decode()} if status == "OK" else {}))


def thread_id(thread):
    return _asked(str, sdk.codex_sdk_thread_id, handles[thread])


def run(thread, prompt=None, options=None):
    return _asked(json.loads, sdk.codex_sdk_thread_run, handles[thread], prompt, options)


def start_turn(thread, turn, way, prompt=None, options=None):
    handles[turn] = WAYS[way]()
    return handles[turn].start(handles[thread], prompt, options)


def next(turn, timeout_ms):
    return handles[turn].next(timeout_ms)


def wait(turn, timeout_ms):
    return handles[turn].wait(timeout_ms)


def respond(turn, request_id, response):
    return _answer(*call(sdk.codex_sdk_turn_respond, handles[turn].handle, request_id, response))


def steer(turn, prompt=None, options=None):
    return _answer(*call(sdk.codex_sdk_turn_steer, handles[turn].handle, prompt, options))


def turn_id(turn):
    return _asked(str, sdk.codex_sdk_turn_id, handles[turn].handle)


def cancel(turn):
    return {"status": name_of(sdk.codex_sdk_turn_cancel(handles[turn].handle))}


def free_turn(turn):
    sdk.codex_sdk_turn_free(handles.pop(turn).handle)
    return {"status": "OK"}


def free_thread(thread):
    sdk.codex_sdk_thread_free(handles.pop(thread))
    return {"status": "OK"}


def free_client(client):
    sdk.codex_sdk_client_free(handles.pop(client))
    return {"status": "OK"}


OPERATIONS = {
    operation.__name__: operation
    for operation in (
        client, client_info, start, resume, fork, request, notification, thread_id, run, start_turn,
        next, wait, respond, steer, turn_id, cancel, free_turn, free_thread, free_client,
    )
}  # fmt: skip


class Turn:
    """A turn that is read by waiting for its next event."""

    def __init__(self):
        self.handle = abi.Turn()

    def start(self, thread, prompt, options):
        return _answer(*call(sdk.codex_sdk_turn_start, thread, prompt, options, byref(self.handle)))

    def next(self, timeout_ms):
        status, line, error = next_event(self.handle, timeout_ms)
        return _answer(status, error, **({"event": line.decode()} if status == "OK" else {}))

    def wait(self, timeout_ms):
        return _asked(json.loads, sdk.codex_sdk_turn_wait, self.handle, timeout_ms)


class Polled(Turn):
    """A turn that is waited for by its descriptor."""

    def next(self, timeout_ms):
        poll = select.poll()
        poll.register(sdk.codex_sdk_turn_fd(self.handle), select.POLLIN)
        if not poll.poll(None if timeout_ms < 0 else timeout_ms):
            return {"status": "TIMEOUT"}
        return super().next(0)


class Callback(Turn):
    """A turn whose events are called out, into a queue."""

    # Nobody says when the library is done with a callback for good, so they are kept.
    kept = []

    def start(self, thread, prompt, options):
        self.answers, self.end, self.outcome = queue.SimpleQueue(), None, None
        callbacks = abi.EventCallback(self._on_event), abi.EndCallback(self._on_end)
        self.kept.append(callbacks)
        function = sdk.codex_sdk_turn_start_with_callback
        return _answer(*call(function, thread, prompt, options, *callbacks, None, byref(self.handle)))

    def _on_event(self, _, event, length):
        assert len(event) == length, (event, length)
        self.answers.put({"status": "OK", "event": event.decode()})

    def _on_end(self, _, status, text, length):
        assert len(text) == length, (text, length)
        if status < 0:
            self.outcome = end = _answer(name_of(status), json.loads(text))
        else:
            self.outcome, end = {"status": "OK", "result": json.loads(text)}, {"status": "END"}
        self.answers.put(end)

    def next(self, timeout_ms):
        if self.end:
            return self.end
        try:
            answer = self.answers.get(timeout=None if timeout_ms < 0 else timeout_ms / 1000)
        except queue.Empty:
            return {"status": "TIMEOUT"}
        if answer["status"] != "OK":
            self.end = answer
        return answer

    def wait(self, timeout_ms):
        # The result has come by callback; nobody but the callbacks may take what the turn has.
        return self.outcome or super().wait(timeout_ms)


WAYS = {"next": Turn, "fd": Polled, "callback": Callback}
HELLO = {"ways": list(WAYS)}


def _made(number, handle, function, *arguments):
    answer = _answer(*call(function, *arguments, byref(handle)))
    handles[number] = handle
    return answer


def _asked(read, function, *arguments):
    text = abi.String()
    status, error = call(function, *arguments, byref(text))
    if status != "OK":
        return _answer(status, error)
    text = take(text)
    return {"status": "OK", "result": None if text is None else read(text)}


def _answer(status, error, **more):
    return {"status": status, **more, **({"error": error} if error else {})}


_speaking = threading.Lock()


def say(line):
    text = json.dumps(line) + "\n"
    with _speaking:
        sys.stdout.write(text)
        sys.stdout.flush()


def serve(request):
    number = request.pop("id")
    try:
        answer = OPERATIONS[request.pop("do")](**request)
    except Exception as problem:
        answer = {"problem": repr(problem)}
    say({"id": number, **answer})


def main():
    say(HELLO)
    for line in sys.stdin:
        threading.Thread(target=serve, args=[json.loads(line)]).start()
    # Whoever still waits for something is answered now, so that the threads end, and with them the process.
    for handle in list(handles.values()):
        if isinstance(handle, abi.Client):
            sdk.codex_sdk_client_free(handle)


if __name__ == "__main__":
    main()
