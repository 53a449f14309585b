/*
 * libcodex_sdk: embed the OpenAI Codex agent in any program that can call C.
 *
 * This file is generated from src/abi, cbindgen.toml and schema/sdk.json.
 *
 * TERMS
 *   client   one way to reach the Codex CLI: its location, configuration and environment
 *   thread   one conversation with the agent (not a thread of execution)
 *   turn     one prompt and everything the agent does in reply: one run of the CLI
 *   event    one line of JSON that the CLI prints during a turn: {"type":"item.completed","item":{...}}
 *   item     something the agent did or said: a message, a command, a file change, ...
 *   end      how a turn ended; every turn ends exactly once
 *
 * EXAMPLE (unchecked; see examples/quickstart.c)
 *   codex_sdk_client *client = NULL; codex_sdk_thread *thread = NULL; char *result, *answer, *error = NULL;
 *   codex_sdk_client_new(NULL, &client, NULL);
 *   codex_sdk_thread_start(client, "{\"skip_git_repo_check\":true}", &thread, NULL);
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
 *   Every call that can fail returns a codex_sdk_status: 0 is success, a positive number a non-error outcome, a
 *   negative one an error. Out-parameters come last. They are written only when the call returns CODEX_SDK_OK, except
 *   error_json, which is written only on failure.
 *   Text is UTF-8 and NUL-terminated, in both directions. The library copies its arguments: you may change or free
 *   them as soon as the call returns.
 *
 * STATUSES THAT ANY CALL MAY RETURN
 *   CODEX_SDK_OK                      success
 *   CODEX_SDK_ERROR_INVALID_HANDLE    every call with a handle
 *   CODEX_SDK_ERROR_INVALID_ARGUMENT  every call with any other argument
 *   CODEX_SDK_ERROR_FORKED            in a child process, see FORK
 *   CODEX_SDK_ERROR_INTERNAL          a bug in the library
 *   The comment of a function lists the others it may return.
 *
 * OWNERSHIP
 *   created by                                       freed by
 *   codex_sdk_client_new                             codex_sdk_client_free
 *   codex_sdk_thread_start, codex_sdk_thread_resume  codex_sdk_thread_free
 *   codex_sdk_turn_start[_with_callback]             codex_sdk_turn_free
 *   any char * that the library returns              codex_sdk_string_free
 *   const char *: an event, a version, a name        nobody; for an event see codex_sdk_turn_next
 *   You may free handles in any order and from any thread. Every call checks its handle: one that is NULL, already
 *   freed or of another kind gives CODEX_SDK_ERROR_INVALID_HANDLE, and freeing it does nothing. Handle values are
 *   never reused.
 *
 * THREADS
 *   You may call every function from any thread at any time. A turn has one consumer at a time (BUSY otherwise);
 *   different turns are independent. The library runs one thread per client from its first turn on, one more per
 *   client that uses callbacks, and one per process that looks for leftover processes. They block all signals but
 *   those that report a fault of the thread itself (SIGSEGV, SIGBUS, ...).
 *   Only these calls wait: codex_sdk_client_info (10 seconds at most), codex_sdk_thread_run (until the turn ends),
 *   and codex_sdk_turn_next, codex_sdk_turn_next_batch and codex_sdk_turn_wait (timeout_ms at most).
 *
 * FOUR WAYS TO FOLLOW A TURN
 *   blocking     codex_sdk_thread_run, or codex_sdk_turn_wait
 *   polling      codex_sdk_turn_next with a timeout (or codex_sdk_turn_next_batch: several events per call)
 *   event loop   codex_sdk_turn_fd in poll, epoll, kqueue, ...; then codex_sdk_turn_next with timeout 0
 *   callbacks    codex_sdk_turn_start_with_callback
 *
 * CALLBACKS
 *   Callbacks run one at a time on one library thread per client, never inside one of your calls. They may call every
 *   function, including codex_sdk_turn_free of their own turn. on_end is called exactly once and last, however the
 *   turn ends; user_data must stay valid until then. Callbacks must not throw, longjmp or unwind. Some interpreters
 *   unwind threads when they shut down (Python before 3.14): free the client and wait for every on_end before that.
 *
 * TIME-OUTS
 *   A timeout_ms parameter says how long a call waits, in milliseconds: -1 waits indefinitely, 0 does not wait. When
 *   that time is up, the call returns and the turn continues. To limit the turn itself, use its options: timeout_ms
 *   and idle_timeout_ms (both off by default), and offline_timeout_ms (two minutes by default). Without a connection
 *   the CLI retries indefinitely and prints only "error" events: show their messages to the user. They do not count
 *   as progress for idle_timeout_ms, and offline_timeout_ms ends a turn that has produced nothing but such events for
 *   that long. The error message of each time-out ends with the last of these messages, unless progress followed it.
 *
 * CANCEL, FREE, SHUT DOWN
 *   codex_sdk_turn_cancel asks the turn to end, codex_sdk_turn_free cancels a running turn, and codex_sdk_client_free
 *   ends every turn of the client. None of them waits. When a cancelled turn ends, its processes are gone. A turn
 *   that completes or fails on its own ends before its process has exited, which can take some seconds more, unless
 *   wait_for_exit is set. To stop in order:
 *   cancel, wait for the end, free the turns, then the threads, then the client. A program that just exits, or is
 *   killed, leaves nothing behind either (Linux): a watchdog process ends what its turns were running. Background
 *   processes of the agent's commands end with their turn.
 *
 * ERRORS
 *   error_json is always the last parameter, may be NULL, and is written only on failure; free it with
 *   codex_sdk_string_free. It is {"code":"turn_failed","message":"...","retryable":false} plus those of the
 *   following that apply: thread_id, exit_code, signal, stderr (its last 16 KiB; stderr_truncated), line (what could
 *   not be read, up to 1000 bytes), tried (every place searched for the CLI), untrusted_cli (a CLI in or above the
 *   current directory, not run because nobody named it), option (the key that is not valid), last_event_type. "[API
 *   key]" replaces API keys. "code" is the status in lower case. "message" is for people; programs should use the
 *   code.
 *
 * JSON
 *   Options are JSON objects; an unknown key is an error, and null means the default. Events are the CLI's own lines,
 *   byte for byte; unknown kinds of events, items and fields pass through.
 *   Any JSON parser will do. A program without one finds two functions under HELPERS, at the end of this header.
 *
 * OPTIONS
 *   Options of codex_sdk_client_new.
 *     codex_path_override: a string
 *         Path of the Codex CLI to run, absolute or relative to the current directory. A name without `/` is looked
 *         up in `PATH`. The library then searches nowhere else.
 *     base_url: a string
 *         Base URL of the OpenAI API: the CLI's `openai_base_url`. The variable `OPENAI_BASE_URL` stays as it is, so
 *         the agent's commands do not see this URL.
 *     api_key: a string
 *         API key. The CLI gets it as `CODEX_API_KEY` in its environment, never on its command line. Without it the
 *         CLI uses its own login.
 *     api_key_in_commands: true or false
 *         `true` lets the commands that the agent runs see `CODEX_API_KEY`. By default they find it empty, unless
 *         your configuration sets `shell_environment_policy`.
 *     env: an object of strings
 *         The CLI's complete environment. By default it is a copy of the program's, taken when the client is made. A
 *         relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.
 *     config: an object
 *         Configuration of the CLI, nested as in its `config.toml`.
 *     config_overrides: an array of strings
 *         Raw `key=value` configuration, each value in TOML. Applied after `config`.
 *     originator: a string
 *         How the program names itself to the service. Default `codex_sdk_c`.
 *     helper_grace_ms: a whole number of milliseconds
 *         How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the
 *         turn. Processes left behind by the agent's commands get no such time. Default 10000.
 *     record: a string
 *         Folder to record each turn in, one file of JSON lines per turn. It is created if it does not exist.
 *     replay: a string
 *         Folder of recordings that answer the turns. No CLI is searched for or started.
 *     replay_speed: a number, at least 0
 *         Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays. Default 0.
 *     replay_match: a string
 *         Which recording answers a turn: `prompt` takes the first unused one with the same prompt and images,
 *         `order` takes the next one whatever the prompt. Default `prompt`.
 *   Options of codex_sdk_thread_start and codex_sdk_thread_resume.
 *     model: a string
 *         Model to use.
 *     sandbox_mode: a string
 *         What the agent's commands may do: `read-only`, `workspace-write` or `danger-full-access`.
 *     working_directory: a string
 *         Folder the agent works in. It must exist when the thread is made and at each turn. Default: the current
 *         directory when the thread is made.
 *     skip_git_repo_check: true or false
 *         Lets the agent work outside a Git repository.
 *     model_reasoning_effort: a string
 *         How hard the model thinks: `minimal`, `low`, `medium`, `high`, `xhigh`, `max`, `ultra` or `persistent`.
 *     network_access_enabled: true or false
 *         Whether commands in the `workspace-write` sandbox may use the network.
 *     web_search_mode: a string
 *         Whether and how the agent may search the web: `disabled`, `cached`, `indexed` or `live`. Takes precedence
 *         over `web_search_enabled`.
 *     web_search_enabled: true or false
 *         `true` means `live`, `false` means `disabled`.
 *     approval_policy: a string
 *         When the CLI asks for approval: `untrusted`, `on-failure`, `on-request` or `never`. Nobody can answer in
 *         this mode of the CLI.
 *     additional_directories: an array of strings
 *         More folders the agent may write to. Relative paths are resolved against `working_directory`.
 *     thread_source: a string
 *         Classification of a new thread. Not sent when a thread is resumed.
 *   Options of codex_sdk_thread_run and codex_sdk_turn_start.
 *     input: an array of input entries
 *         Texts and images, instead of the prompt argument: `{"type":"text","text":…}`,
 *         `{"type":"local_image","path":…}`, or `{"type":"image","data":…}` with an image file in base64 or as a
 *         `data:` URL. Images must be PNG, JPEG, GIF or WebP; truncated ones are refused. Texts are joined by a blank
 *         line.
 *     output_schema: an object
 *         JSON Schema that the final response must follow.
 *     timeout_ms: a whole number of milliseconds
 *         Ends the turn with `TURN_TIMEOUT` when it takes longer. Off (0) by default.
 *     idle_timeout_ms: a whole number of milliseconds
 *         Ends the turn with `TURN_TIMEOUT` when it makes no progress for this long. Retry notices (`error` events)
 *         are not progress. Off (0) by default.
 *     offline_timeout_ms: a whole number of milliseconds
 *         Ends the turn with a retryable `TURN_FAILED` when nothing but retry notices (`error` events) has come for
 *         this long: without a network or a login, or with a wrong address. The message ends with the last notice. 0
 *         turns it off, and the CLI may retry indefinitely. Default 120000 (2 minutes).
 *     wait_for_exit: true or false
 *         `true` ends the turn only when the CLI has exited and its temporary files are gone. A failing exit after
 *         the turn completed is then `CLI_FAILED`. Use it if you delete `CODEX_HOME` or the working folder right
 *         after the turn, or rely on the exit code; otherwise it only adds waiting. A CLI that has not exited after
 *         25 seconds is ended, which is not an error. The turn can be cancelled or time out meanwhile.
 *     max_line_bytes: a whole number of bytes, at least 1
 *         Longest line accepted from the CLI. A longer one ends the turn with `PROTOCOL`. Default 67108864 (64 MiB).
 *     cyber_access_program: a string
 *         Experimental access programme of the built-in provider: `standard`, `daybreak_blue` or `daybreak_red`.
 *
 * EVENTS, by "type", and what they carry. An absent field means null, an empty value, 0 or false.
 *   thread.started: The first event of a turn. From now on the thread has its id.
 *     thread_id (string): Id to resume the thread with.
 *   turn.started: The prompt was sent to the model.
 *   item.started: The agent started something. Messages and reasoning are only ever completed.
 *     item (object): The item so far.
 *   item.updated: Something the agent does has changed, such as a step of its plan.
 *     item (object): The item so far.
 *   item.completed: The agent finished something.
 *     item (object): The complete item.
 *   turn.completed: The turn completed.
 *     usage (object or null): Token counts of the whole thread. This turn's share is the result's `turn_usage`.
 *       input_tokens (number): Tokens the model read.
 *       cached_input_tokens (number): Of these, tokens read from the cache.
 *       cache_write_input_tokens (number): Of these, tokens written to the cache.
 *       output_tokens (number): Tokens the model wrote.
 *       reasoning_output_tokens (number): Of these, tokens spent on reasoning.
 *   turn.failed: The turn failed. `TURN_FAILED` follows.
 *     error (object): Why the turn failed.
 *       message (string): The agent's own message.
 *   error: A notice from the CLI, usually that it retries ("Reconnecting... 1/5"). The turn continues.
 *     message (string): The notice.
 *
 * ITEMS, by "type". Every item has an "id", the same in all events about it.
 *   agent_message: A message from the agent; with an output schema, JSON.
 *     text (string): The message.
 *   reasoning: A summary of the agent's reasoning.
 *     text (string): The summary.
 *   command_execution: A command the agent runs.
 *     command (string): The shell command line.
 *     aggregated_output (string): Output so far, stdout and stderr together.
 *     exit_code (number or null): Exit code, once the command has ended. Absent if it was not run.
 *     status (string): How far the command has come: `in_progress`, `completed`, `failed` or `declined`.
 *   file_change: A change to files.
 *     changes (array of objects): The changed files.
 *       path (string): Path of the file, absolute (CLI 0.169.0).
 *       kind (string): What happens to the file: `add`, `delete` or `update`.
 *     status (string): How far the change has come: `in_progress`, `completed` or `failed`.
 *   mcp_tool_call: A call to a tool of an MCP server.
 *     server (string): Name of the server in the CLI's configuration.
 *     tool (string): Name of the tool.
 *     arguments (any JSON): Arguments of the call.
 *     result (object or null): What the tool returned, once it has.
 *       content (array of any JSON): Blocks of content, as MCP defines them.
 *       structured_content (any JSON): The result as data.
 *     error (object or null): Why the call failed, if it did.
 *       message (string): The error message.
 *     status (string): How far the call has come: `in_progress`, `completed` or `failed`.
 *   collab_tool_call: Work with other agents.
 *     tool (string): What the agent does with the others: `spawn_agent`, `send_input`, `wait` or `close_agent`.
 *     sender_thread_id (string): Thread id of the calling agent.
 *     receiver_thread_ids (array of strings): Thread ids of the other agents.
 *     prompt (string or null): What the others are told.
 *     agents_states (object of objects): States of the other agents, by thread id.
 *       status (string): How the agent is doing: `pending_init`, `running`, `interrupted`, `completed`, `errored`,
 *       `shutdown` or `not_found`.
 *       message (string or null): The agent's message, if it sent one.
 *     status (string): How far the call has come: `in_progress`, `completed` or `failed`.
 *   web_search: A web search.
 *     query (string): The search query; empty when the search begins.
 *     action (any JSON): What the search does: an object whose `type` is `search`, `open_page`, `find_in_page`, …
 *     results (any JSON): Search results, for some searches.
 *   todo_list: The agent's plan.
 *     items (array of objects): Steps of the plan.
 *       text (string): What is to be done.
 *       completed (true or false): Whether the step is done.
 *   error: A warning from the CLI. The turn continues.
 *     message (string): The warning.
 *
 * FORK
 *   If you free every client before the fork, the child may create its own. You need not wait for anything else.
 *   A child cannot use the library if it was forked while a client existed, while another thread was inside a call,
 *   or from a callback: every call returns CODEX_SDK_ERROR_FORKED. A program that it starts with exec can. In any
 *   child, a call with a handle from before the fork returns CODEX_SDK_ERROR_FORKED as well, and freeing that handle
 *   does nothing. The library installs a pthread_atfork handler, which also closes one descriptor per client in the
 *   child.
 *
 * YOUR PROCESS
 *   The library does not touch your program's signal handlers, signal masks, child processes, descriptors, terminal
 *   or environment, and prints nothing. It has descriptors of its own and, per client, one child process (the
 *   watchdog). It stays loaded after dlclose.
 *   The agent's commands find CODEX_API_KEY empty unless the client option api_key_in_commands says otherwise.
 */


#ifndef CODEX_SDK_H
#define CODEX_SDK_H

#include <stddef.h>
#include <stdint.h>
/* The version of this header, as text. */
#define CODEX_SDK_VERSION "0.1.0"

/** The version of this header in parts, for comparisons by the preprocessor. */
#define CODEX_SDK_VERSION_MAJOR 0

/** See `CODEX_SDK_VERSION_MAJOR`. */
#define CODEX_SDK_VERSION_MINOR 1

/** See `CODEX_SDK_VERSION_MAJOR`. */
#define CODEX_SDK_VERSION_PATCH 0

/** Incremented on every incompatible ABI change. */
#define CODEX_SDK_ABI_VERSION 1

/**
 * The numbers of a `codex_sdk_status`: for debuggers, and for `switch ((codex_sdk_status_code)status)` in C, whose
 * cases the compiler then checks. A newer library may return others.
 */
typedef enum codex_sdk_status_code {
    /** Success. */
    CODEX_SDK_OK = 0,
    /** Nothing came within `timeout_ms`. Nothing is lost: call again. */
    CODEX_SDK_TIMEOUT = 1,
    /** The turn completed and there are no more events. Calling again returns the same. */
    CODEX_SDK_END = 2,
    /**
     * An argument or option is not valid: NULL, not UTF-8, not JSON, an unknown key, a wrong type, a missing file or
     * folder. `option` names the key.
     */
    CODEX_SDK_ERROR_INVALID_ARGUMENT = -1,
    /** The handle is NULL, already freed, or of another kind. */
    CODEX_SDK_ERROR_INVALID_HANDLE = -2,
    /**
     * The thread is already running a turn, here or in another process, or another consumer is reading this turn's
     * events.
     */
    CODEX_SDK_ERROR_BUSY = -3,
    /** No Codex CLI was found; `tried` lists every place searched. */
    CODEX_SDK_ERROR_CLI_NOT_FOUND = -4,
    /** The operating system could not start the CLI. */
    CODEX_SDK_ERROR_SPAWN_FAILED = -5,
    /**
     * The CLI ended before it finished the turn, or failed afterwards (reported only with `wait_for_exit`). See
     * `exit_code`, `signal` and `stderr`.
     */
    CODEX_SDK_ERROR_CLI_FAILED = -6,
    /** The CLI printed a line that is not a valid event, or one longer than `max_line_bytes`. `line` is its beginning. */
    CODEX_SDK_ERROR_PROTOCOL = -7,
    /**
     * The agent reported that the turn failed; the message is the agent's. Or nothing but retry notices came for
     * `offline_timeout_ms`; `option` is then `offline_timeout_ms`.
     */
    CODEX_SDK_ERROR_TURN_FAILED = -8,
    /** The turn was cancelled, or freed while it was running. */
    CODEX_SDK_ERROR_CANCELLED = -9,
    /** The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which. */
    CODEX_SDK_ERROR_TURN_TIMEOUT = -10,
    /** The CLI does not know the thread to resume, or answered with a different one. */
    CODEX_SDK_ERROR_THREAD_NOT_FOUND = -11,
    /** The operating system refused something the library needs: a file, a descriptor, memory or a thread. */
    CODEX_SDK_ERROR_IO = -12,
    /**
     * The process was forked while a client was alive, so the child cannot use the library; or the handle was made
     * before the fork.
     */
    CODEX_SDK_ERROR_FORKED = -13,
    /** The client was freed, so its threads and turns are over. */
    CODEX_SDK_ERROR_SHUT_DOWN = -14,
    /** A bug in the library. Please report it. */
    CODEX_SDK_ERROR_INTERNAL = -15
} codex_sdk_status_code;

/** One way to reach the Codex CLI: its location, configuration and environment. A program usually has one. */
typedef struct codex_sdk_client codex_sdk_client;

/** One conversation with the agent. It runs one turn at a time; different threads run concurrently. */
typedef struct codex_sdk_thread codex_sdk_thread;

/** One turn: a prompt and everything the agent does in reply. */
typedef struct codex_sdk_turn codex_sdk_turn;

/** Result of a call: 0 is success, a positive number a non-error outcome, a negative one an error. */
typedef int32_t codex_sdk_status;

/**
 * Receives one event: `event_json` is the CLI's own line, NUL-terminated, `length` bytes without the NUL, and valid
 * only during the call. Runs on the client's callback thread, one call at a time. Must not throw, longjmp or unwind.
 */
typedef void (*codex_sdk_event_callback)(void *user_data, const char *event_json, size_t length);

/**
 * Receives the end of a turn, exactly once and last: with `CODEX_SDK_OK` the result (see `codex_sdk_turn_wait`), with
 * a negative status the error JSON. Both are valid only during the call. Afterwards the library no longer uses
 * `user_data`. Runs on the same thread as the events. Must not throw, longjmp or unwind.
 */
typedef void (*codex_sdk_end_callback)(void *user_data,
                                       codex_sdk_status status,
                                       const char *result_or_error_json,
                                       size_t length);

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Returns the version of the loaded library, such as "0.1.0". Compare it with `CODEX_SDK_VERSION`, the version compiled
 * against. Static: do not free it. Any thread.
 */
const char *codex_sdk_version(void);

/** Returns the ABI version of the loaded library. It must equal `CODEX_SDK_ABI_VERSION`. Any thread. */
uint32_t codex_sdk_abi_version(void);

/**
 * Returns the name of a status without its prefix: "OK", "TIMEOUT", "BUSY", ...; "UNKNOWN" for any other number.
 * Static: do not free it. Any thread.
 */
const char *codex_sdk_status_name(int32_t status);

/**
 * Frees a string that the library returned as `char *`. Does nothing if it is NULL. Any thread.
 *
 * Do not use it for a `const char *`: a static string, or the event of `codex_sdk_turn_next`.
 */
void codex_sdk_string_free(char *string);

/**
 * Creates a client: reads the options and finds the Codex CLI. Starts no process and no thread yet.
 *
 * - `options_json`: a JSON object of client options (see OPTIONS above), or NULL for the defaults. Without `env` the
 *   environment is copied now: a later `setenv` does not reach the CLI.
 * - `client`: receives the handle; free it with `codex_sdk_client_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * The library searches for the CLI in this order and uses the first one it finds: `codex_path_override`; the variable
 * `CODEX_SDK_CLI`; the npm package in a `node_modules` folder above the program or above this library, or the global
 * one; `vendor/` beside this library; the standalone installation in `$CODEX_HOME`; `PATH`. It never searches the
 * current directory and its parents (they may belong to an attacker) or another user's `node_modules`: name such a CLI
 * explicitly. If `codex_path_override` or `CODEX_SDK_CLI` is set, it searches nowhere else: a wrong path is an error.
 * If the CLI disappears later, for example during an update, the library searches again.
 *
 * Also returns `CODEX_SDK_ERROR_CLI_NOT_FOUND`. Any thread.
 */
codex_sdk_status codex_sdk_client_new(const char *options_json,
                                      codex_sdk_client **client,
                                      char **error_json);

/**
 * Reports which CLI the client runs now: `{"cli_path":...,"cli_version":"0.171.0","found_by":...}`.
 *
 * Runs `codex --version` (about 20 ms; an error after 10 seconds) and caches the answer until the executable is
 * replaced. `found_by` says how the CLI was found: the option, the variable, or the place.
 *
 * - `client`: the client.
 * - `info_json`: receives the JSON; free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`,
 * `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
 */
codex_sdk_status codex_sdk_client_info(codex_sdk_client *client,
                                       char **info_json,
                                       char **error_json);

/**
 * Frees a client and ends all its turns. They end with `CODEX_SDK_ERROR_SHUT_DOWN`; starting another turn on one of
 * its threads returns the same. Handles of its threads and turns stay valid; free them as usual, before or after.
 *
 * Does not wait: the turns' processes are signalled now and are gone within about two seconds, without further calls.
 * A `notify` or hook program of a completed turn keeps the time that `helper_grace_ms` gives it.
 * Does nothing if the handle is NULL, already freed or of another kind. Any thread, callbacks included.
 */
void codex_sdk_client_free(codex_sdk_client *client);

/**
 * Creates a new conversation. Starts nothing before its first turn.
 *
 * - `client`: the client. It may be freed before the thread, which is then of no further use.
 * - `options_json`: a JSON object of thread options (see OPTIONS above), or NULL for the defaults. They apply to every
 *   turn of the thread. This call makes relative folders absolute and, without `working_directory`, picks the current
 *   directory: a later `chdir` changes neither.
 * - `thread`: receives the handle; free it with `codex_sdk_thread_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_SHUT_DOWN` (another thread frees the client meanwhile). Any thread.
 */
codex_sdk_status codex_sdk_thread_start(codex_sdk_client *client,
                                        const char *options_json,
                                        codex_sdk_thread **thread,
                                        char **error_json);

/**
 * Continues an existing conversation. Does not check that it exists: if it does not, the first turn ends with
 * `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
 *
 * - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The CLI does not remember
 *   options: pass the same ones again.
 * - `thread_id`: the id from `codex_sdk_thread_id`, in any spelling of a UUID, or the thread's name. If it is a name,
 *   `codex_sdk_thread_id` returns the id once `thread.started` has arrived.
 *
 * Returns the same as `codex_sdk_thread_start`. Any thread.
 */
codex_sdk_status codex_sdk_thread_resume(codex_sdk_client *client,
                                         const char *thread_id,
                                         const char *options_json,
                                         codex_sdk_thread **thread,
                                         char **error_json);

/**
 * Returns the id of a thread, with which it can be resumed, in this process or another.
 *
 * - `thread`: the thread.
 * - `thread_id`: receives the id. Until `thread.started` has arrived, it is NULL for a new thread, and the name for a
 *   thread resumed by name. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_thread_id(codex_sdk_thread *thread,
                                     char **thread_id,
                                     char **error_json);

/**
 * Runs one turn from start to end: `codex_sdk_turn_start`, `codex_sdk_turn_wait` without a limit,
 * `codex_sdk_turn_free`. Blocks only the calling thread. If you need to cancel, use those three.
 *
 * - `thread`, `prompt`, `options_json`: as for `codex_sdk_turn_start`.
 * - `result_json`: receives the result, see `codex_sdk_turn_wait`; may be NULL. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Returns whatever `codex_sdk_turn_start` and `codex_sdk_turn_wait` return, except `CODEX_SDK_TIMEOUT`. Any thread.
 */
codex_sdk_status codex_sdk_thread_run(codex_sdk_thread *thread,
                                      const char *prompt,
                                      const char *options_json,
                                      char **result_json,
                                      char **error_json);

/**
 * Frees a thread. A running turn continues. The conversation stays on disk and can be resumed.
 *
 * Does nothing if the handle is NULL, already freed or of another kind. Any thread, callbacks included.
 */
void codex_sdk_thread_free(codex_sdk_thread *thread);

/**
 * Starts a turn and returns at once. (Starting the CLI's process takes about a millisecond.)
 *
 * - `thread`: the thread. It may be freed while the turn runs.
 * - `prompt`: UTF-8 text, or NULL if the options carry `input`.
 * - `options_json`: a JSON object of turn options (see OPTIONS above), or NULL for the defaults.
 * - `turn`: receives the handle; free it with `codex_sdk_turn_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_BUSY` (the thread is already running a turn), `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
 * `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`. Any thread.
 */
codex_sdk_status codex_sdk_turn_start(codex_sdk_thread *thread,
                                      const char *prompt,
                                      const char *options_json,
                                      codex_sdk_turn **turn,
                                      char **error_json);

/**
 * Starts a turn that delivers its events to callbacks.
 *
 * - `thread`, `prompt`, `options_json`, `error_json`: as for `codex_sdk_turn_start`.
 * - `on_event`: called for each event. NULL if only the end matters: the result then has all completed items. With
 *   `on_event` it has none, since `on_event` received them.
 * - `on_end`: called exactly once and last, however the turn ends. Must not be NULL.
 * - `user_data`: passed to both callbacks; the library does not touch it.
 * - `turn`: receives the handle before the first callback; free it with `codex_sdk_turn_free`. Freeing it early still
 *   calls `on_end`.
 *
 * Callbacks run on one thread per client. A slow one delays the other callbacks of that client and, once 256 KiB of
 * events are waiting, the CLI; nothing else. Callbacks may call every function of this header. For such a turn
 * `codex_sdk_turn_next`, `codex_sdk_turn_next_batch` and `codex_sdk_turn_wait` return `CODEX_SDK_ERROR_BUSY`, and
 * `codex_sdk_turn_fd` returns -1.
 *
 * Returns the same as `codex_sdk_turn_start`; unless that is `CODEX_SDK_OK`, no callback is called. Any thread.
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
 * Returns the next event of a turn. Events arrive in order, and none is left out.
 *
 * - `turn`: the turn. It has one consumer at a time: a second concurrent call returns `CODEX_SDK_ERROR_BUSY`.
 * - `timeout_ms`: how long to wait for an event, in milliseconds: -1 waits indefinitely, 0 does not wait.
 * - `event_json`: receives the CLI's own line, byte for byte, NUL-terminated. Borrowed: valid until the next
 *   `codex_sdk_turn_next`, `codex_sdk_turn_next_batch`, `codex_sdk_turn_wait` or `codex_sdk_turn_free` on this turn.
 *   Do not free it.
 * - `length`: receives its length in bytes without the NUL; may be NULL.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Returns `CODEX_SDK_OK` with an event; `CODEX_SDK_TIMEOUT`; `CODEX_SDK_END` after the last event of a completed turn;
 * a negative status after the last event of a turn that ended in another way: `CODEX_SDK_ERROR_TURN_FAILED`,
 * `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`, `CODEX_SDK_ERROR_CANCELLED`,
 * `CODEX_SDK_ERROR_TURN_TIMEOUT`, `CODEX_SDK_ERROR_THREAD_NOT_FOUND`, `CODEX_SDK_ERROR_IO`,
 * `CODEX_SDK_ERROR_SHUT_DOWN`. The end is permanent: further calls return the same. Before the end it may also return
 * `CODEX_SDK_ERROR_BUSY`, or `CODEX_SDK_ERROR_INVALID_HANDLE` if another thread frees the turn. Any thread.
 */
codex_sdk_status codex_sdk_turn_next(codex_sdk_turn *turn,
                                     int32_t timeout_ms,
                                     const char **event_json,
                                     size_t *length,
                                     char **error_json);

/**
 * Like `codex_sdk_turn_next`, but returns every event already buffered, as one contiguous block: fewer calls for
 * bindings with an expensive FFI, one write for proxies.
 *
 * - `turn`, `timeout_ms`, `error_json`: as for `codex_sdk_turn_next`; `timeout_ms` is how long to wait for the first
 *   event.
 * - `events_json`: receives one or more events, each the CLI's own line followed by a NUL. Borrowed, as there.
 * - `length`: receives the length of the whole block in bytes, including every NUL; must not be NULL.
 * - `count`: receives the number of events; may be NULL.
 *
 * A batch is at most 64 KiB, or one longer event. Returns the same as `codex_sdk_turn_next`; the two may be mixed. Any
 * thread.
 */
codex_sdk_status codex_sdk_turn_next_batch(codex_sdk_turn *turn,
                                           int32_t timeout_ms,
                                           const char **events_json,
                                           size_t *length,
                                           size_t *count,
                                           char **error_json);

/**
 * Returns a descriptor for your event loop. It is readable whenever `codex_sdk_turn_next` would return at once,
 * with an event or with the end (level-triggered, so it stays readable after the end).
 *
 * The library owns it: poll it, but do not read or close it. Every call returns the same descriptor; freeing the turn
 * closes it. Returns -1 for a turn with callbacks, for an invalid handle, in a child that was forked while a client
 * was alive, and when the process has no descriptor left. Any thread.
 */
int codex_sdk_turn_fd(codex_sdk_turn *turn);

/**
 * Consumes the rest of the turn's events and returns its result.
 *
 * - `turn`: the turn. It has one consumer at a time, as for `codex_sdk_turn_next`.
 * - `timeout_ms`: how long to wait for the end, in milliseconds: -1 waits indefinitely, 0 does not wait. Even with 0,
 *   everything already buffered is consumed. If more arrived meanwhile, the descriptor of `codex_sdk_turn_fd` stays
 *   readable and is re-armed for edge-triggered pollers.
 * - `result_json`: receives the result; may be NULL. Free it with `codex_sdk_string_free`:
 *   `{"thread_id":...,"items":[...],"final_response":"...","usage":{...},"turn_usage":{...}}`. `items` has the items
 *   completed in the events that `codex_sdk_turn_wait` consumed, not in those you read yourself; `final_response` is
 *   the agent's last message (with an output schema, its last message that is JSON); `usage` has the CLI's token
 *   counts, which are totals of the thread; `turn_usage` is this turn's share of them, or null if the earlier counts
 *   are unknown (in the first turn of a resumed thread, or after a turn that failed).
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Returns `CODEX_SDK_OK`, `CODEX_SDK_TIMEOUT` (nothing is lost: call again), or an error of `codex_sdk_turn_next`.
 * After the end, further calls return the same. Any thread.
 */
codex_sdk_status codex_sdk_turn_wait(codex_sdk_turn *turn,
                                     int32_t timeout_ms,
                                     char **result_json,
                                     char **error_json);

/**
 * Asks a turn to end. Does not wait: the turn ends with `CODEX_SDK_ERROR_CANCELLED` once its processes are gone (with
 * the real CLI within 50 ms, at the latest after about two seconds). Events that arrived before can still be read. You
 * may cancel a turn any number of times; cancelling one that has ended does nothing and is not an error.
 *
 * Any thread, callbacks included. Not from a signal handler.
 */
codex_sdk_status codex_sdk_turn_cancel(codex_sdk_turn *turn);

/**
 * Frees a turn, and cancels it if it is running. Does not wait and cannot deadlock. An event you still hold from this
 * turn becomes invalid.
 *
 * Does nothing if the handle is NULL, already freed or of another kind. Any thread, the turn's own callbacks included.
 */
void codex_sdk_turn_free(codex_sdk_turn *turn);

#ifdef __cplusplus
}
#endif

/*
 * HELPERS
 *   These functions are conveniences for programs without a JSON parser; any parser will do. They are part of the ABI
 *   (CODEX_SDK_ABI_VERSION), but not of what the library is for: they use nothing but their arguments, need no
 *   client, and also work in a forked child.
 *
 * STATUSES THAT ANY HELPER MAY RETURN
 *   CODEX_SDK_OK                      success
 *   CODEX_SDK_ERROR_INVALID_ARGUMENT  an argument is not valid
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

/** The kind of a JSON value: one of the numbers of `codex_sdk_json_kind_code`. */
typedef int32_t codex_sdk_json_kind;

/**
 * A member of a JSON object, or an element of an array. Its texts end with a NUL, which their lengths do not count. It
 * is returned in arrays, so its size is part of the ABI.
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
 * - `pointer`: a JSON Pointer (RFC 6901): "" is the whole text, "/item/text" a member, "/items/0" an element. If a key
 *   occurs twice, the last one counts.
 * - `value`: receives the text of a string, or the JSON of anything else; NULL if there is no such value, which is not an
 *   error. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_json_get(const char *json,
                                    const char *pointer,
                                    char **value,
                                    char **error_json);

/**
 * Splits a JSON object or array into its members, one level deep and in one pass.
 *
 * - `json`: the text, for example an event, or a member's value that is itself an object.
 * - `members`: receives the members, in order; if a name occurs twice, the last one counts. NULL if there are none, as in
 *   a text that is neither an object nor an array. Free all of it with one `codex_sdk_json_members_free`.
 * - `count`: receives their number; must not be NULL.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_IO` (out of memory). Any thread.
 */
codex_sdk_status codex_sdk_json_members(const char *json,
                                        codex_sdk_json_member **members,
                                        size_t *count,
                                        char **error_json);

/** Frees the members from `codex_sdk_json_members`. Does nothing if they are NULL. Any thread. */
void codex_sdk_json_members_free(codex_sdk_json_member *members);

#ifdef __cplusplus
}
#endif

#endif  /* CODEX_SDK_H */
