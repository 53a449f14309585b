/*
 * libcodex_sdk: embed the OpenAI Codex agent in any program that can call C.
 *
 * This file is generated; its text stands in src/abi and cbindgen.toml.
 *
 * TERMS
 *   client   one way of reaching the Codex CLI: where it is, its configuration, its environment
 *   thread   one conversation with the agent (not a thread of execution)
 *   turn     one prompt and everything the agent does until it has answered: one process of the CLI
 *   event    one line of JSON the CLI prints during a turn: {"type":"item.completed","item":{...}}
 *   item     what the agent did or said: a message, a command, a file change, ...
 *   end      how a turn came to an end; every turn has exactly one
 *
 * IN TEN LINES (without checks; examples/quickstart.c has them)
 *   codex_sdk_client *client = NULL; codex_sdk_thread *thread = NULL; char *result, *answer, *error = NULL;
 *   codex_sdk_client_new(NULL, &client, NULL);
 *   codex_sdk_thread_start(client, "{\"sandbox_mode\":\"read-only\"}", &thread, NULL);
 *   if (codex_sdk_thread_run(thread, "What is in this folder?", NULL, &result, &error) == CODEX_SDK_OK) {
 *       codex_sdk_json_get(result, "/final_response", &answer, NULL);
 *       puts(answer);
 *       codex_sdk_string_free(answer);
 *       codex_sdk_string_free(result);
 *   } else {
 *       puts(error);
 *       codex_sdk_string_free(error);
 *   }
 *   codex_sdk_thread_free(thread); codex_sdk_client_free(client);
 *
 * CALLING CONVENTION
 *   Every call that can fail returns a codex_sdk_status: 0 is success, a positive number an outcome that is no error,
 *   a negative one an error. Out-parameters come last and are written only on success (CODEX_SDK_OK).
 *   Text is UTF-8 and NUL-terminated, both ways. The library copies what it is given: an argument may be changed or
 *   freed as soon as the call returns.
 *
 * STATUSES THAT ANY CALL MAY GIVE
 *   CODEX_SDK_OK                      done
 *   CODEX_SDK_ERROR_INVALID_HANDLE    only a call that takes a handle
 *   CODEX_SDK_ERROR_INVALID_ARGUMENT  only a call that takes more than a handle
 *   CODEX_SDK_ERROR_FORKED            in a child process, see FORK
 *   CODEX_SDK_ERROR_INTERNAL          a bug in the library
 *   A function's comment names what else that function answers.
 *
 * OWNERSHIP
 *   made by                                          ended by
 *   codex_sdk_client_new                             codex_sdk_client_free
 *   codex_sdk_thread_start, codex_sdk_thread_resume  codex_sdk_thread_free
 *   codex_sdk_turn_start[_with_callback]             codex_sdk_turn_free
 *   any char * the library hands out                 codex_sdk_string_free
 *   const char *: an event, a version, a name        nobody; an event lives until the next call on its turn
 *   Handles may be freed in any order and from any thread. A handle is checked before it is used: one that is NULL,
 *   freed or of another kind gives CODEX_SDK_ERROR_INVALID_HANDLE, and freeing it does nothing. Numbers of handles
 *   are never used twice.
 *
 * THREADS
 *   Every function may be called from any thread at any time. One turn has one consumer at a time (BUSY otherwise);
 *   different turns are independent. The library has one thread of its own per client that runs turns, and one more
 *   if callbacks are used; both have all signals blocked. No call but codex_sdk_client_info, codex_sdk_thread_run,
 *   codex_sdk_turn_next[_batch] and codex_sdk_turn_wait waits for anything, and the last ones only as long as told.
 *
 * FOUR WAYS TO FOLLOW A TURN
 *   blocking     codex_sdk_thread_run, or codex_sdk_turn_wait
 *   polling      codex_sdk_turn_next with a timeout (or codex_sdk_turn_next_batch: several events a call)
 *   event loop   codex_sdk_turn_fd in poll, epoll, kqueue, ...; then codex_sdk_turn_next with timeout 0
 *   callbacks    codex_sdk_turn_start_with_callback
 *
 * CALLBACKS
 *   They come one at a time from one library thread per client, never from inside a call of the host's. They may call
 *   every function, codex_sdk_turn_free of their own turn included. on_end comes exactly once and last, however the
 *   turn ends; user_data must stay valid until then. They must not throw, longjmp or unwind; so a host that runs an
 *   interpreter frees the client and waits for every on_end before the interpreter shuts down (Python before 3.14
 *   ends threads by unwinding them).
 *
 * TIME-OUTS
 *   timeout_ms parameters are in milliseconds and say how long a call waits: -1 for ever, 0 not at all. The turn goes
 *   on. To bound the turn itself use its options: timeout_ms, idle_timeout_ms (both off by default), and
 *   offline_timeout_ms (two minutes by default). Without a connection the CLI retries for ever and prints only "error"
 *   events: show their messages to the user. idle_timeout_ms does not count them as progress. offline_timeout_ms ends a
 *   turn that brings nothing else. The error message of each time-out ends with the last of these messages, if no
 *   progress followed it.
 *
 * CANCEL, FREE, SHUT DOWN
 *   codex_sdk_turn_cancel asks the turn to end, codex_sdk_turn_free of a running turn cancels it, codex_sdk_client_free
 *   ends every turn of the client. None of them waits. When a turn has ended, its processes are gone. The exception is
 *   a turn that completed or failed by itself: it ends before its process does, unless wait_for_exit is set. To stop in
 *   order: cancel, wait for the end, free the turns, then the threads, then the client. A program that just
 *   exits, or is killed, leaves nothing behind either (Linux): a watchdog process ends what the turns were running.
 *   What an agent's command left in the background ends with its turn.
 *
 * ERRORS
 *   error_json is always the last parameter, may be NULL, and is written only on failure; free it with
 *   codex_sdk_string_free. {"code":"turn_failed","message":"...","retryable":false} and what else is known:
 *   thread_id, exit_code, signal, stderr (its last 16 KiB; stderr_truncated), line (what could not be read, up to
 *   1000 bytes), tried (where the CLI was looked for), not_used (one in or above the current directory, which nobody
 *   named), option (the offending key), last_event_type. API keys are replaced by "[API key]".
 *   "code" is the status in lower case. "message" is for people; programs go by the code.
 *
 * JSON
 *   Options are JSON objects; an unknown key is an error, null counts as left out. Events are handed over as the CLI
 *   wrote them, byte for byte; kinds of events, items and fields that this version does not know are passed on.
 *   Any JSON parser reads them. A program that has none finds two functions under HELPERS, at the end of this header.
 *
 * FORK
 *   If you free every client before the fork, the child may make its own. You need not wait for anything else.
 *   A child forked while a client was alive, during a call on another thread, or from a callback cannot use the library:
 *   its calls return CODEX_SDK_ERROR_FORKED until it calls exec. In any child, a call with a handle made before the fork
 *   returns CODEX_SDK_ERROR_FORKED too, and freeing that handle does nothing. The library installs a pthread_atfork
 *   handler, which also closes one descriptor per client in the child.
 *
 * THE HOST'S OWN
 *   No signal handler, signal mask, child, descriptor, terminal or environment variable of the host is touched,
 *   nothing is printed. The library stays loaded after dlclose.
 *   The agent's commands find CODEX_API_KEY empty unless the client's api_key_in_commands says otherwise.
 */


#ifndef CODEX_SDK_H
#define CODEX_SDK_H

#include <stddef.h>
#include <stdint.h>
/* The version of this header, as text. */
#define CODEX_SDK_VERSION "0.1.0"

/** The version of this header as parts, for comparisons by the preprocessor. */
#define CODEX_SDK_VERSION_MAJOR 0

/** See `CODEX_SDK_VERSION_MAJOR`. */
#define CODEX_SDK_VERSION_MINOR 1

/** See `CODEX_SDK_VERSION_MAJOR`. */
#define CODEX_SDK_VERSION_PATCH 0

/** Grows whenever a program compiled before could no longer use the library. */
#define CODEX_SDK_ABI_VERSION 1

/**
 * The numbers of a `codex_sdk_status`: for debuggers, and for `switch ((codex_sdk_status_code)status)` in C, whose
 * cases the compiler then checks. A newer library may answer others.
 */
typedef enum codex_sdk_status_code {
    /** Done. */
    CODEX_SDK_OK = 0,
    /** Nothing came within `timeout_ms`. Nothing is lost: ask again. */
    CODEX_SDK_TIMEOUT = 1,
    /** The turn is over and was completed; there are no more events. Asking again gives the same. */
    CODEX_SDK_END = 2,
    /**
     * An argument or option is not what it must be: NULL, not UTF-8, not JSON, an unknown key, a wrong type, a missing
     * file or folder. The error JSON's `option` names the key.
     */
    CODEX_SDK_ERROR_INVALID_ARGUMENT = -1,
    /** The handle is NULL, freed already, or of another kind. */
    CODEX_SDK_ERROR_INVALID_HANDLE = -2,
    /**
     * The thread has a turn that is still running, here or in another process, or another consumer is taking this
     * turn's events.
     */
    CODEX_SDK_ERROR_BUSY = -3,
    /** There is no Codex CLI; `tried` lists every place where it was looked for. */
    CODEX_SDK_ERROR_CLI_NOT_FOUND = -4,
    /** The operating system refused to start the CLI. */
    CODEX_SDK_ERROR_SPAWN_FAILED = -5,
    /**
     * The CLI ended before it finished the turn, or failed after it (reported with `wait_for_exit` only). See
     * `exit_code`, `signal` and `stderr`.
     */
    CODEX_SDK_ERROR_CLI_FAILED = -6,
    /** The CLI printed what is no event, or a line over `max_line_bytes`; `line` is its beginning. */
    CODEX_SDK_ERROR_PROTOCOL = -7,
    /**
     * The agent reported the turn as failed (`turn.failed`); the message is the agent's. Or nothing but retry notices
     * came for `offline_timeout_ms`; `option` is then `offline_timeout_ms`.
     */
    CODEX_SDK_ERROR_TURN_FAILED = -8,
    /** The turn was cancelled, or freed while it ran. */
    CODEX_SDK_ERROR_CANCELLED = -9,
    /** The turn ran into `timeout_ms` or `idle_timeout_ms` of its options; `option` says which. */
    CODEX_SDK_ERROR_TURN_TIMEOUT = -10,
    /** The CLI does not know the thread to resume, or answered with a different thread. */
    CODEX_SDK_ERROR_THREAD_NOT_FOUND = -11,
    /** A file, descriptor or thread that the library itself needs could not be made. */
    CODEX_SDK_ERROR_IO = -12,
    /**
     * The process was forked while a client was alive, so the child cannot use the library; or the handle was made
     * before the fork.
     */
    CODEX_SDK_ERROR_FORKED = -13,
    /** The client was freed; its threads and turns do no more. */
    CODEX_SDK_ERROR_SHUT_DOWN = -14,
    /** A bug in the library. Please report it. */
    CODEX_SDK_ERROR_INTERNAL = -15
} codex_sdk_status_code;

/** One way of reaching the Codex CLI: where it is, its configuration, its environment. A program usually has one. */
typedef struct codex_sdk_client codex_sdk_client;

/** One conversation with the agent. Its turns run one after the other; several threads run side by side. */
typedef struct codex_sdk_thread codex_sdk_thread;

/** One turn: a prompt, and everything the agent does until it has answered. */
typedef struct codex_sdk_turn codex_sdk_turn;

/** What a call came to: 0 is success, positive is an outcome that is no error, negative is an error. */
typedef int32_t codex_sdk_status;

/**
 * Gets one event: `event_json` is the CLI's own line, NUL-terminated, `length` bytes without the NUL, valid during
 * the call only. Comes from the client's callback thread, one call at a time. Must not throw or jump out.
 */
typedef void (*codex_sdk_event_callback)(void *user_data, const char *event_json, size_t length);

/**
 * Gets the end of a turn, exactly once and last: with `CODEX_SDK_OK` the result (see `codex_sdk_turn_wait`), with a
 * negative status the error JSON; valid during the call only. After it `user_data` is not used any more. Comes from
 * the same thread as the events. Must not throw or jump out.
 */
typedef void (*codex_sdk_end_callback)(void *user_data,
                                       codex_sdk_status status,
                                       const char *result_or_error_json,
                                       size_t length);

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The version of the library that is running, for example "0.1.0": compare it with `CODEX_SDK_VERSION`, the
 * version that was compiled against. Static: do not free it. Any thread.
 */
const char *codex_sdk_version(void);

/** The ABI version of the library that is running. It must be `CODEX_SDK_ABI_VERSION`. Any thread. */
uint32_t codex_sdk_abi_version(void);

/**
 * The name of a status without its prefix: "OK", "TIMEOUT", "BUSY", ...; "UNKNOWN" for any other number.
 * Static: do not free it. Any thread.
 */
const char *codex_sdk_status_name(int32_t status);

/**
 * Frees a string that the library has handed out as `char *`. NULL is no error. Any thread.
 *
 * Not for what is `const char *`: a static string, or the event of `codex_sdk_turn_next`.
 */
void codex_sdk_string_free(char *string);

/**
 * Makes a client: reads the options and finds the Codex CLI. Starts no process and no thread yet.
 *
 * - `options_json`: a JSON object, or NULL for the defaults: `codex_path_override`, `base_url`, `api_key`,
 *   `api_key_in_commands`, `env`, `config`, `config_overrides`, `originator`, `helper_grace_ms`, `record`, `replay`,
 *   `replay_speed`, `replay_match` (the README describes
 *   each). Without `env` the environment is copied now: a later `setenv` does not reach the CLI.
 * - `client`: gets the handle; free it with `codex_sdk_client_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * The CLI is looked for in `codex_path_override`; the variable `CODEX_SDK_CLI`; the npm package in a `node_modules`
 * above the program or this library, or the global one; `vendor/` beside this library; the standalone installation in
 * `$CODEX_HOME`; `PATH`. Nothing in or above the current directory, which may be anybody's, and
 * no `node_modules` of another user's: such a CLI has to be named. If the CLI disappears later, as during an update, the
 * library searches again.
 *
 * Also answers `CODEX_SDK_ERROR_CLI_NOT_FOUND`. Any thread.
 */
codex_sdk_status codex_sdk_client_new(const char *options_json,
                                      codex_sdk_client **client,
                                      char **error_json);

/**
 * Tells what the client runs now: `{"cli_path":...,"cli_version":"0.171.0","found_by":...}`.
 *
 * Runs `codex --version` (about 20 ms), and remembers the answer until the executable is replaced.
 *
 * - `client`: the client.
 * - `info_json`: gets the JSON; free it with `codex_sdk_string_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Also answers `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`,
 * `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
 */
codex_sdk_status codex_sdk_client_info(codex_sdk_client *client,
                                       char **info_json,
                                       char **error_json);

/**
 * Frees a client and ends all of its turns: they end with `CODEX_SDK_ERROR_SHUT_DOWN`, and so does every later call
 * on its threads. Their handles stay valid and are freed as usual, before or after.
 *
 * Does not wait: the turns' processes are signalled now and gone within two seconds or so, without further calls. A
 * `notify` or hook program of a completed turn keeps the time that `helper_grace_ms` gives it.
 * A NULL, freed or other handle is no error and does nothing. Any thread, callbacks included.
 */
void codex_sdk_client_free(codex_sdk_client *client);

/**
 * Makes a new conversation. Nothing is started before its first turn.
 *
 * - `client`: the client; it may be freed before the thread, which is then of no more use.
 * - `options_json`: a JSON object, or NULL for the defaults: `model`, `sandbox_mode`, `working_directory`,
 *   `skip_git_repo_check`, `model_reasoning_effort`, `network_access_enabled`, `web_search_mode`,
 *   `web_search_enabled`, `approval_policy`, `additional_directories`, `thread_source` (the README describes each).
 *   They hold for every turn of the thread. This call makes relative folders absolute and, without
 *   `working_directory`, picks the current directory: a later `chdir` changes neither.
 * - `thread`: gets the handle; free it with `codex_sdk_thread_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Also answers `CODEX_SDK_ERROR_SHUT_DOWN` (another thread frees the client meanwhile). Any thread.
 */
codex_sdk_status codex_sdk_thread_start(codex_sdk_client *client,
                                        const char *options_json,
                                        codex_sdk_thread **thread,
                                        char **error_json);

/**
 * Goes on with a conversation that exists already. Whether it does is known at its first turn, which otherwise ends
 * with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
 *
 * - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The options are not
 *   remembered by the CLI: give the same ones again.
 * - `thread_id`: the id from `codex_sdk_thread_id`, in any spelling of a UUID, or the thread's name.
 *   For a name, `codex_sdk_thread_id` gives the id from the first `thread.started` on.
 *
 * Answers as `codex_sdk_thread_start`. Any thread.
 */
codex_sdk_status codex_sdk_thread_resume(codex_sdk_client *client,
                                         const char *thread_id,
                                         const char *options_json,
                                         codex_sdk_thread **thread,
                                         char **error_json);

/**
 * Tells the conversation's id, by which it can be resumed, also by another process.
 *
 * - `thread`: the thread.
 * - `thread_id`: gets the id, or NULL before the first turn's `thread.started` event; free it with
 *   `codex_sdk_string_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_thread_id(codex_sdk_thread *thread,
                                     char **thread_id,
                                     char **error_json);

/**
 * Runs one turn from beginning to end: `codex_sdk_turn_start`, `codex_sdk_turn_wait` for ever, `codex_sdk_turn_free`.
 * Blocks the calling thread only. To be able to cancel, use those three.
 *
 * - `thread`, `prompt`, `options_json`: as for `codex_sdk_turn_start`.
 * - `result_json`: gets the result, see `codex_sdk_turn_wait`; may be NULL. Free it with `codex_sdk_string_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Answers what `codex_sdk_turn_start` and `codex_sdk_turn_wait` can answer, but `CODEX_SDK_TIMEOUT`. Any thread.
 */
codex_sdk_status codex_sdk_thread_run(codex_sdk_thread *thread,
                                      const char *prompt,
                                      const char *options_json,
                                      char **result_json,
                                      char **error_json);

/**
 * Frees a thread. A turn of it that is running goes on; the conversation stays on disk and can be resumed.
 *
 * A NULL, freed or other handle is no error and does nothing. Any thread, callbacks included.
 */
void codex_sdk_thread_free(codex_sdk_thread *thread);

/**
 * Starts a turn and returns at once (after starting the CLI's process, a millisecond or so).
 *
 * - `thread`: the thread; it may be freed while the turn runs.
 * - `prompt`: UTF-8 text, or NULL when the options carry `input`.
 * - `options_json`: a JSON object, or NULL for the defaults: `input`, `output_schema`, `timeout_ms`,
 *   `idle_timeout_ms`, `offline_timeout_ms`, `wait_for_exit`, `max_line_bytes`, `cyber_access_program` (the README
 *   describes each).
 * - `turn`: gets the handle; free it with `codex_sdk_turn_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Also answers `CODEX_SDK_ERROR_BUSY` (a turn of this thread is running), `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
 * `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
 */
codex_sdk_status codex_sdk_turn_start(codex_sdk_thread *thread,
                                      const char *prompt,
                                      const char *options_json,
                                      codex_sdk_turn **turn,
                                      char **error_json);

/**
 * Starts a turn whose events are not taken by the host but brought to it.
 *
 * - `thread`, `prompt`, `options_json`, `error_json`: as for `codex_sdk_turn_start`.
 * - `on_event`: called for each event; NULL if only the end matters (then the result carries all completed items;
 *   otherwise it carries none, since `on_event` has had them).
 * - `on_end`: called exactly once, last, however the turn ends. Must not be NULL.
 * - `user_data`: handed to both, and not touched.
 * - `turn`: gets the handle before the first call of a callback; free it with `codex_sdk_turn_free`, which does not
 *   take the end away: `on_end` is still called.
 *
 * Callbacks come from one thread per client: one that takes its time delays the others of that client (and, when
 * 256 KiB of events are waiting, the CLI), nothing else. They may call every function of this header;
 * `codex_sdk_turn_next`, `codex_sdk_turn_wait` and `codex_sdk_turn_fd` have nothing to give for such a turn.
 *
 * Answers as `codex_sdk_turn_start`; if it is not `CODEX_SDK_OK`, no callback is called. Any thread.
 */
codex_sdk_status codex_sdk_turn_start_with_callback(codex_sdk_thread *thread,
                                                    const char *prompt,
                                                    const char *options_json,
                                                    codex_sdk_event_callback on_event,
                                                    codex_sdk_end_callback on_end,
                                                    void *user_data,
                                                    codex_sdk_turn **turn,
                                                    char **error_json);

/**
 * Takes the next event of a turn, in order, none left out.
 *
 * - `turn`: the turn. One consumer at a time: a second call at the same time answers `CODEX_SDK_ERROR_BUSY`.
 * - `timeout_ms`: how long to wait for an event, in milliseconds: -1 for ever, 0 not at all.
 * - `event_json`: gets the CLI's own line, byte for byte, NUL-terminated. Borrowed: valid until the next
 *   `codex_sdk_turn_next`, `codex_sdk_turn_wait` or `codex_sdk_turn_free` on this turn. Do not free it.
 * - `length`: gets its length in bytes without the NUL; may be NULL.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Answers `CODEX_SDK_OK` with an event; `CODEX_SDK_TIMEOUT`; `CODEX_SDK_END` after the last event of a completed turn;
 * a negative status after the last event of a turn that ended in another way: `CODEX_SDK_ERROR_TURN_FAILED`,
 * `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`, `CODEX_SDK_ERROR_CANCELLED`,
 * `CODEX_SDK_ERROR_TURN_TIMEOUT`, `CODEX_SDK_ERROR_THREAD_NOT_FOUND`, `CODEX_SDK_ERROR_IO`,
 * `CODEX_SDK_ERROR_SHUT_DOWN`. An end stays: asking again gives the same. Before the end it may also be
 * `CODEX_SDK_ERROR_BUSY`, or `CODEX_SDK_ERROR_INVALID_HANDLE` because another thread frees the turn. Any thread.
 */
codex_sdk_status codex_sdk_turn_next(codex_sdk_turn *turn,
                                     int32_t timeout_ms,
                                     const char **event_json,
                                     size_t *length,
                                     char **error_json);

/**
 * As `codex_sdk_turn_next`, with all the events that lie ready one behind the other: for a binding whose every call into C has
 * a price, and for whoever wants to pass them on in one write.
 *
 * - `turn`, `timeout_ms`, `error_json`: as for `codex_sdk_turn_next`, also how long to wait for the first event.
 * - `events_json`: gets one or more events, each the CLI's own line followed by a NUL. Borrowed, as there.
 * - `length`: gets the length of all, in bytes, every NUL counted; must not be NULL.
 * - `count`: gets the number of events; may be NULL.
 *
 * A batch holds 64 KiB, or one longer event, at the most. Answers as `codex_sdk_turn_next`,
 * and the two may be mixed. Any thread.
 */
codex_sdk_status codex_sdk_turn_next_batch(codex_sdk_turn *turn,
                                           int32_t timeout_ms,
                                           const char **events_json,
                                           size_t *length,
                                           size_t *count,
                                           char **error_json);

/**
 * A descriptor for the host's own event loop: readable exactly while `codex_sdk_turn_next` with `timeout_ms` 0 would
 * not answer `CODEX_SDK_TIMEOUT` (level-triggered, and so readable for ever after the end).
 *
 * The library owns it: poll it, do not read or close it; it is closed when the turn is freed. The same one at each
 * call. -1 for a turn with callbacks, for a handle that is no live turn, in a child that
 * was forked while a client was alive, and when the process has no descriptor left. Any thread.
 */
int codex_sdk_turn_fd(codex_sdk_turn *turn);

/**
 * Consumes the rest of the turn's events and answers with its result.
 *
 * - `turn`: the turn. One consumer at a time, as for `codex_sdk_turn_next`.
 * - `timeout_ms`: how long to wait for the end, in milliseconds: -1 for ever, 0 not at all. However short it is, what lies
 *   ready is taken; if more has come by then, `codex_sdk_turn_fd` stays readable, and says so anew.
 * - `result_json`: gets the result; may be NULL. Free it with `codex_sdk_string_free`:
 *   `{"thread_id":...,"items":[...],"final_response":"...","usage":{...},"turn_usage":{...}}`, with every item completed in what
 *   this and earlier `codex_sdk_turn_wait` calls consumed, the agent's last message (with an output schema: its last
 *   one that is JSON), the CLI's token figures, which are totals of the thread, and this turn's share of them, null
 *   if what came before is not known (a resumed thread's first turn; after a turn that failed).
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Also answers `CODEX_SDK_TIMEOUT` (nothing is lost: call again), and the errors of `codex_sdk_turn_next`.
 * Asking again gives the same. Any thread.
 */
codex_sdk_status codex_sdk_turn_wait(codex_sdk_turn *turn,
                                     int32_t timeout_ms,
                                     char **result_json,
                                     char **error_json);

/**
 * Asks a turn to end. Does not block: the turn ends with `CODEX_SDK_ERROR_CANCELLED` when its processes are gone
 * (with the real CLI within 50 ms, at the latest after two seconds or so). Events that came before are still
 * there to be taken. Before the end any number of times; after it there is nothing to cancel, and no error.
 *
 * Any thread, callbacks included. Not from a signal handler.
 */
codex_sdk_status codex_sdk_turn_cancel(codex_sdk_turn *turn);

/**
 * Frees a turn; one that is running is cancelled. Does not wait and cannot deadlock. An event of the turn that is
 * still held is gone, too.
 *
 * A NULL, freed or other handle is no error and does nothing. Any thread, the turn's own callbacks included.
 */
void codex_sdk_turn_free(codex_sdk_turn *turn);

#ifdef __cplusplus
}
#endif

/*
 * HELPERS
 *   The contract ends here. These functions are conveniences for a program that has no JSON parser: any other one will
 *   do. They use nothing but their arguments, so they need no client and work in a forked child, too.
 *   CODEX_SDK_ABI_VERSION holds for them as well.
 *
 * STATUSES THAT ANY HELPER MAY GIVE
 *   CODEX_SDK_OK                      done
 *   CODEX_SDK_ERROR_INVALID_ARGUMENT  an argument is not what it must be
 *   CODEX_SDK_ERROR_INTERNAL          a bug in the library
 */

/** The numbers of a `codex_sdk_json_kind`. */
typedef enum codex_sdk_json_kind_code {
    /** null. */
    CODEX_SDK_JSON_NULL = 0,
    /** true or false. */
    CODEX_SDK_JSON_BOOLEAN = 1,
    /** A number. */
    CODEX_SDK_JSON_NUMBER = 2,
    /** A string. */
    CODEX_SDK_JSON_STRING = 3,
    /** An array. */
    CODEX_SDK_JSON_ARRAY = 4,
    /** An object. */
    CODEX_SDK_JSON_OBJECT = 5
} codex_sdk_json_kind_code;

/** What a JSON value is: one of the numbers of `codex_sdk_json_kind_code`. */
typedef int32_t codex_sdk_json_kind;

/**
 * A member of a JSON object, or an element of an array. Its texts end with a NUL, which their lengths do not count. It
 * comes in arrays, so that its size is part of the ABI.
 */
typedef struct codex_sdk_json_member {
    /** NULL for an element of an array. */
    const char *name;
    /** In bytes. */
    size_t name_length;
    /** The text of a string, NULs in it included; the JSON of anything else. */
    const char *value;
    /** In bytes. */
    size_t value_length;
    /** Of the value. */
    codex_sdk_json_kind kind;
} codex_sdk_json_member;

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads one value out of a JSON text: an event's "/type", a result's "/final_response", an error's "/message".
 *
 * - `json`: the text, for example an event, a result or an error.
 * - `pointer`: a JSON Pointer (RFC 6901): "" is the whole text, "/item/text" a member, "/items/0" an element.
 *   Of two equal keys the last one counts.
 * - `value`: the text of a string, or the JSON of anything else; NULL if there is nothing at that place, which is no
 *   error. Free it with `codex_sdk_string_free`.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_json_get(const char *json,
                                    const char *pointer,
                                    char **value,
                                    char **error_json);

/**
 * Takes a JSON object or array apart, one level deep and in one pass.
 *
 * - `json`: the text, for example an event, or a member's value that is an object again.
 * - `members`: gets what is in it, in order; of two equal names the last one counts. NULL if there is nothing, as in a
 *   text that is neither object nor array. Free it with `codex_sdk_json_members_free`, all of it at once.
 * - `count`: gets their number; must not be NULL.
 * - `error_json`: see "Errors" above; may be NULL.
 *
 * Also answers `CODEX_SDK_ERROR_IO` (no memory is left). Any thread.
 */
codex_sdk_status codex_sdk_json_members(const char *json,
                                        codex_sdk_json_member **members,
                                        size_t *count,
                                        char **error_json);

/** Frees what `codex_sdk_json_members` has handed out. NULL is no error. Any thread. */
void codex_sdk_json_members_free(codex_sdk_json_member *members);

#ifdef __cplusplus
}
#endif

#endif  /* CODEX_SDK_H */
