/*
 * libcodex_sdk: embed the OpenAI Codex agent in any program that can call C.
 *
 * This file is generated from src/abi, cbindgen.toml and schema/sdk.json.
 *
 * TERMS
 *   client   a Codex CLI to run, with its configuration and environment
 *   thread   one conversation with the agent (not a thread of execution)
 *   turn     one prompt and everything the agent does in reply
 *   event    one line of JSON that the CLI prints during a turn: {"type":"item.completed","item":{...}}
 *   item     something the agent did or said: a message, a command, a file change, ...
 *   end      how a turn ended; every turn ends exactly once
 *
 * EXAMPLE (handles few errors; examples/quickstart.c handles all of them)
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
 *   Every call that can fail returns a codex_sdk_status: 0 means success, a positive number means an outcome that is
 *   not an error, and a negative number means an error. Out-parameters come last. They are written only when the call
 *   returns CODEX_SDK_OK, except error_json, which is written only on failure.
 *   Text is UTF-8 and NUL-terminated, in both directions. The library copies its arguments: you may change or free
 *   them as soon as the call returns.
 *
 * STATUSES THAT ANY CALL MAY RETURN
 *   CODEX_SDK_OK                      success
 *   CODEX_SDK_ERROR_INVALID_HANDLE    every call that takes a handle
 *   CODEX_SDK_ERROR_INVALID_ARGUMENT  every call that takes anything else
 *   CODEX_SDK_ERROR_FORKED            in a child process, see FORK
 *   CODEX_SDK_ERROR_INTERNAL          a bug in the library
 *   The comment of each function lists any other statuses that it may return.
 *
 * OWNERSHIP
 *   created by                                       freed by
 *   codex_sdk_client_new                             codex_sdk_client_free
 *   codex_sdk_thread_start, _resume, _fork           codex_sdk_thread_free
 *   codex_sdk_turn_start[_with_callback]             codex_sdk_turn_free
 *   any char * that the library returns              codex_sdk_string_free
 *   const char *: an event, a version, a name        nobody; codex_sdk_turn_next says how long an event is valid
 *   You may free handles in any order and from any thread. Every call checks its handle: one that is NULL, already
 *   freed or of another kind gives CODEX_SDK_ERROR_INVALID_HANDLE, and freeing it does nothing. Handle values are
 *   never reused.
 *
 * THREADS
 *   You may call every function from any thread at any time. Only one thread at a time may read a turn or wait for it
 *   (a second one gets CODEX_SDK_ERROR_BUSY), and only one may read a client's notifications; different turns and
 *   clients are independent.
 *   The library runs one thread for each client, from the client's first turn on; a second one for each client that
 *   uses callbacks; and a single one for the whole process, which ends leftover processes. These threads block all
 *   signals except those that report a fault of the thread itself (SIGSEGV, SIGBUS, ...).
 *   Only these calls wait: codex_sdk_client_info (10 seconds at most), codex_sdk_thread_run (until the turn ends),
 *   and codex_sdk_client_request, codex_sdk_client_next, codex_sdk_turn_next, codex_sdk_turn_next_batch and
 *   codex_sdk_turn_wait (timeout_ms at most).
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
 *   unwind threads when they shut down (Python before 3.14): free the client and wait for every on_end before they do.
 *
 * ANSWERING THE AGENT (with the client option "transport" "app_server")
 *   With the thread option "approvals" "ask", the agent asks your program before it leaves its sandbox, and for input;
 *   with the thread option "tools", it may call tools of your program. It asks by an event, approval.requested or
 *   tool.requested; answer with codex_sdk_turn_respond, from any thread, at once or later. The turn waits meanwhile,
 *   and idle_timeout_ms does not count that time. Whatever is not answered, not answered in time, or still open when
 *   the turn ends is declined.
 *
 * TIME-OUTS
 *   A timeout_ms parameter says how long a call waits, in milliseconds: -1 waits indefinitely, 0 does not wait. When
 *   that time is up, the call returns and the turn continues. To limit the turn itself, use the turn options
 *   timeout_ms and idle_timeout_ms (both off by default) and offline_timeout_ms (two minutes by default).
 *   Without a connection the CLI retries indefinitely and prints only "error" events: show their messages to the
 *   user. idle_timeout_ms does not count them as progress, and offline_timeout_ms ends a turn that has produced
 *   nothing else for that long. When one of the three options ends a turn, the error message ends with the message of
 *   the last such event, unless the turn has made progress since.
 *
 * CANCEL, FREE, SHUT DOWN
 *   codex_sdk_turn_cancel asks the turn to end, codex_sdk_turn_free cancels a running turn, and codex_sdk_client_free
 *   ends every turn of the client. None of them waits. When a cancelled turn ends, its processes are gone. A turn
 *   that completes or fails on its own does not wait for its process, which can take some seconds more to exit; with
 *   the turn option wait_for_exit it does.
 *   For an orderly shutdown, cancel the turns, wait until they have ended, and free them, then the threads, then the
 *   client. On Linux, a program that simply exits or is killed leaves nothing behind either: a watchdog process ends
 *   whatever its turns were running. Background processes that the agent's commands started end with the turn.
 *
 * ERRORS
 *   error_json is always the last parameter, may be NULL, and is written only on failure; free it with
 *   codex_sdk_string_free. It is {"code":"turn_failed","message":"...","retryable":false}, with whichever of these
 *   fields apply: thread_id, exit_code, rpc_code (from the CLI's app-server), signal, stderr (the last 16 KiB),
 *   stderr_truncated (whether there was more), line (the line that could not be read, up to 1000 bytes of it), tried
 *   (every place searched for the CLI), untrusted_cli (a CLI in or above the current directory, not run because it
 *   was not named explicitly), option (the option that is not valid, or that ended the turn), used (how many tokens or
 *   commands, when a limit ended the turn), last_event_type.
 *   "code" is the name of the status in lower case. "message" is for people; programs should use the code. No error
 *   contains an API key: "[API key]" stands in its place.
 *
 * JSON
 *   Options are JSON objects; an unknown key is an error, and null means the default. Events are the CLI's own lines,
 *   byte for byte, or with the client option "transport" "app_server" what the library makes of its messages.
 *   Unknown kinds of events, items and fields pass through.
 *   Any JSON parser will do. A program without one can use the functions under HELPERS, at the end of this header.
 *
 * OPTIONS
 *   Options of codex_sdk_client_new.
 *     codex_path_override: a string
 *         Path of the Codex CLI to run, absolute or relative to the current directory. A name without `/` is looked
 *         up in `PATH`. If this option is set, the library searches nowhere else.
 *     base_url: a string
 *         Base URL of the OpenAI API, passed to the CLI as `openai_base_url`. The environment variable
 *         `OPENAI_BASE_URL` is left unchanged, so the agent's commands do not see this URL.
 *     api_key: a string
 *         API key. The CLI receives it in the environment variable `CODEX_API_KEY`, never on its command line.
 *         Without a key, the CLI uses its own login.
 *     api_key_in_commands: true or false
 *         If `true`, the commands that the agent runs see `CODEX_API_KEY`. By default they find it empty, unless
 *         `shell_environment_policy` in your configuration names `CODEX_API_KEY` in `set`, `exclude` or
 *         `include_only`.
 *     env: an object of strings
 *         The CLI's complete environment. By default it is a copy of the program's environment, taken when the client
 *         is created. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made absolute at that time.
 *     config: an object
 *         Configuration of the CLI, nested as in its `config.toml`. It is passed on the CLI's command line, which
 *         other users of the machine can see: put no secrets in it.
 *     config_overrides: an array of strings
 *         Raw `key=value` settings, each value in TOML, applied after `config`. They, too, are passed on the CLI's
 *         command line: put no secrets in them.
 *     transport: a string
 *         How the client reaches the agent: `exec` starts one CLI process for each turn; `app_server` starts a single
 *         CLI process that serves all turns of the client. Default `exec`.
 *     max_concurrent_turns: a whole number, at least 0
 *         Maximum number of turns that run at the same time. Further turns wait, in the order in which they were
 *         started; waiting does not count towards their time limits. Requires `transport` to be `app_server`;
 *         otherwise the client is not created, and the error is `UNSUPPORTED`. No limit (0) by default.
 *     request_timeout_ms: a whole number of milliseconds
 *         How long the library waits for an answer to one of its own requests to the app-server, for example to start
 *         a turn. By default it waits 30 seconds for a server that is starting and 60 seconds for any other answer; 0
 *         means no limit. After that time the turn ends with `REQUEST_FAILED`. Requires `transport` to be
 *         `app_server`; otherwise the client is not created, and the error is `UNSUPPORTED`.
 *     originator: a string
 *         Name under which the program identifies itself to the service. Default `codex_sdk_c`.
 *     helper_grace_ms: a whole number of milliseconds
 *         How long `notify` and hook programs that the CLI starts when a turn completes may keep running after the
 *         turn. Processes left behind by the agent's commands get no such grace period. Default 10000 (10 seconds); 0
 *         means none.
 *     record: a string
 *         Folder to record turns in: one file of JSON lines per turn. It is created if it does not exist.
 *     replay: a string
 *         Folder of recordings to replay. No CLI is searched for or started.
 *     replay_speed: a number, at least 0
 *         Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays. Default 0.
 *     replay_match: a string
 *         Which recording answers a turn: with `prompt`, the first unused one with the same prompt and images; with
 *         `order`, the next unused one, whatever its prompt. Default `prompt`.
 *   Options of codex_sdk_thread_start and codex_sdk_thread_resume. They apply to every turn of the thread. If you
 *   leave out an option that has no default here, the CLI's own configuration applies.
 *     model: a string
 *         Model to use.
 *     sandbox_mode: a string
 *         What the agent's commands may do: `read-only`, `workspace-write` or `danger-full-access`.
 *     working_directory: a string
 *         Folder the agent works in. It must exist when the thread is created and when each turn starts. Default: the
 *         current directory when the thread is created.
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
 *         Short form of `web_search_mode`: `true` is `live`, `false` is `disabled`.
 *     approval_policy: a string
 *         When the CLI asks for approval: `untrusted`, `on-failure`, `on-request` or `never`. Your program is asked
 *         only with `approvals` `ask`. Otherwise nobody can be asked: whatever needs approval is refused. The `exec`
 *         transport does not accept `untrusted` (CLI 0.171.0).
 *     additional_directories: an array of strings
 *         Additional folders the agent may write to. Relative paths are resolved against `working_directory`.
 *     thread_source: a string
 *         Label that classifies a new thread. It is not sent when a thread is resumed.
 *     ephemeral: true or false
 *         If `true`, the thread is not kept on disk: it cannot be resumed by another process, nor listed.
 *     base_instructions: a string
 *         Replaces the CLI's own instructions for the model. Requires the client option `transport` to be
 *         `app_server`.
 *     developer_instructions: a string
 *         Instructions for the model in addition to the CLI's own. Requires the client option `transport` to be
 *         `app_server`.
 *     approvals: a string
 *         What happens when the agent asks for approval: `decline` declines at once; with `ask`, an
 *         `approval.requested` event asks your program. With `ask`, `approval_policy` defaults to `on-request`.
 *         Requires the client option `transport` to be `app_server`. Default: decline.
 *     approval_timeout_ms: a whole number of milliseconds
 *         With `approvals` `ask`: how long a request waits for your response before it is declined. Default 300000 (5
 *         minutes); 0 means none.
 *     tools: an array of objects
 *         Tools of your program that the agent may call: objects with `name`, `description` and `input_schema`, a
 *         JSON Schema of the arguments. A `tool.requested` event asks your program to run one. A thread keeps the
 *         tools it was started with; when you resume it, name those that your program still offers: calls of others
 *         are refused. Requires the client option `transport` to be `app_server`.
 *     last_turn_id: a string
 *         Only for a fork: id of the last turn to copy; later turns are left out. Requires the client option
 *         `transport` to be `app_server`.
 *     max_turn_tokens: a whole number, at least 0
 *         Maximum number of tokens that a turn may use: input and output, cached and reasoning tokens included. A
 *         turn that passes it is interrupted and ends with `TURN_FAILED`; `option` names this option, and `used` says
 *         how many it was. The `exec` transport reports tokens only at the end of a turn, so there the limit has no
 *         effect. No limit (0) by default.
 *     max_thread_tokens: a whole number, at least 0
 *         Maximum number of tokens that all turns of the thread may use. With the `app_server` transport, the turn
 *         that passes it is interrupted as for `max_turn_tokens`. With both transports, a thread that has passed it
 *         starts no further turn. No limit (0) by default.
 *     max_commands: a whole number, at least 0
 *         Maximum number of commands that a turn may run. A turn that starts one more is interrupted and ends with
 *         `TURN_FAILED`; `option` names this option. No limit (0) by default.
 *   Options of codex_sdk_thread_run and codex_sdk_turn_start.
 *     input: an array of input entries
 *         Texts and images, to be used instead of the prompt argument: `{"type":"text","text":…}`,
 *         `{"type":"local_image","path":…}`, or `{"type":"image","data":…}` with an image file as base64 or as a
 *         `data:` URL. Images must be PNG, JPEG, GIF or WebP; truncated files are refused. Texts are joined with a
 *         blank line between them.
 *     output_schema: an object
 *         JSON Schema that the final response must follow.
 *     timeout_ms: a whole number of milliseconds
 *         Maximum duration of the turn. A turn that takes longer ends with `TURN_TIMEOUT`. Off (0) by default.
 *     idle_timeout_ms: a whole number of milliseconds
 *         Maximum time without progress. A turn that makes no progress for longer than this ends with `TURN_TIMEOUT`.
 *         Retry notices (`error` events) do not count as progress. Off (0) by default.
 *     offline_timeout_ms: a whole number of milliseconds
 *         Maximum time with nothing but retry notices (`error` events), which are all that the CLI prints when it has
 *         no network, no login or a wrong address. After that time the turn ends with a retryable `TURN_FAILED`,
 *         whose message ends with the last notice. Without this limit, the CLI may retry indefinitely. Default 120000
 *         (2 minutes); 0 means none.
 *     wait_for_exit: true or false
 *         If `true`, the turn ends only when the CLI has exited and its temporary files are gone. If the CLI then
 *         exits with an error, the turn ends with `CLI_FAILED`, even though it had completed. Use it if you delete
 *         `CODEX_HOME` or the working folder right after the turn, or if you need the exit code; otherwise it only
 *         adds waiting. While the turn waits for the CLI to exit, it can still be cancelled or time out. A CLI that
 *         has not exited after 25 seconds is terminated, which is not an error.
 *     max_line_bytes: a whole number of bytes, at least 1
 *         Maximum length of a line from the CLI. A longer line ends the turn with `PROTOCOL`. Default 67108864 (64
 *         MiB).
 *     deltas: true or false
 *         If `true`, `item.delta` events deliver messages, reasoning and command output piece by piece, as they are
 *         written, and `turn.usage` and `turn.diff` events report token counts and file changes during the turn.
 *         Requires the client option `transport` to be `app_server`; otherwise the turn does not start, and the error
 *         is `UNSUPPORTED`.
 *     raw_events: true or false
 *         If `true`, each notification of the app-server that concerns the turn is also delivered as it is, in a
 *         `notification` event, including those about the agent's sub-agents. Requires the client option `transport`
 *         to be `app_server`; otherwise the turn does not start, and the error is `UNSUPPORTED`.
 *     cyber_access_program: a string
 *         Experimental access programme of the CLI's built-in provider: `standard`, `daybreak_blue` or
 *         `daybreak_red`.
 *     model: a string
 *         Model for this turn, in place of the thread's. With the `app_server` transport, it also applies to later
 *         turns of the thread, until one of them has another value.
 *     model_reasoning_effort: a string
 *         Reasoning effort for this turn, in place of the thread's: `minimal`, `low`, `medium`, `high`, `xhigh`,
 *         `max`, `ultra` or `persistent`. With the `app_server` transport, it also applies to later turns of the
 *         thread, until one of them has another value.
 *     sandbox_mode: a string
 *         Sandbox mode for this turn, in place of the thread's: `read-only`, `workspace-write` or
 *         `danger-full-access`.
 *     approval_policy: a string
 *         Approval policy for this turn, in place of the thread's: `untrusted`, `on-failure`, `on-request` or
 *         `never`. With the `app_server` transport, it also applies to later turns of the thread, until one of them
 *         has another value.
 *     max_turn_tokens: a whole number, at least 0
 *         As the thread option of the same name, for this turn. No limit (0) by default.
 *     max_thread_tokens: a whole number, at least 0
 *         As the thread option of the same name, for this turn. No limit (0) by default.
 *     max_commands: a whole number, at least 0
 *         As the thread option of the same name, for this turn. No limit (0) by default.
 *
 * EVENTS, by "type", and what they carry. An absent field means null, an empty value, 0 or false.
 *   thread.started: The first event of a turn. From now on, the thread has an id.
 *     thread_id (string): Id of the thread; use it to resume the thread.
 *   turn.started: The prompt was sent to the model.
 *   item.started: The agent started something. Messages and reasoning have only `item.completed`.
 *     item (object): The item so far.
 *   item.updated: An unfinished item changed: for example, a step of the plan is done.
 *     item (object): The item so far.
 *   item.completed: The agent finished something.
 *     item (object): The complete item.
 *   item.delta: A piece of a text that is being written. Sent only with the turn option `deltas`.
 *     item_id (string): Id of the item that the piece belongs to.
 *     kind (string): What the piece belongs to: `agent_message`, `reasoning`, `reasoning_summary`, `plan`,
 *     `command_output`, `file_change` or `mcp_progress`.
 *     text (string): The piece.
 *     summary_index (number or null): For `reasoning_summary`, the index of the part of the summary, starting at 0.
 *   item.dropped: An item that was started and will not be completed. Only with the `app_server` transport.
 *     item_id (string): Id of the item.
 *   turn.usage: Token counts after a request to the model. Sent only with the turn option `deltas`.
 *     usage (object or null): Token counts of the whole thread.
 *       input_tokens (number): Tokens the model read.
 *       cached_input_tokens (number): Input tokens read from the cache.
 *       cache_write_input_tokens (number): Input tokens written to the cache.
 *       output_tokens (number): Tokens the model wrote.
 *       reasoning_output_tokens (number): Output tokens spent on reasoning.
 *     last (object or null): Token counts of the latest request to the model.
 *       input_tokens (number): Tokens the model read.
 *       cached_input_tokens (number): Input tokens read from the cache.
 *       cache_write_input_tokens (number): Input tokens written to the cache.
 *       output_tokens (number): Tokens the model wrote.
 *       reasoning_output_tokens (number): Output tokens spent on reasoning.
 *     context_window (number or null): Size of the model's context window, in tokens.
 *   turn.diff: All file changes of the turn so far. Sent only with the turn option `deltas`.
 *     diff (string): A unified diff.
 *   turn.steered: The agent has what your program said in the middle of the turn. Only with the `app_server`
 *   transport.
 *   approval.requested: The agent asks your program for approval or for input, and waits. Sent only with the thread
 *   option `approvals` `ask`.
 *     request_id (string): Id for your response.
 *     kind (string): What the agent asks for: `command`, `file_change`, `permissions`, `mcp_elicitation` or
 *     `user_input`.
 *     item_id (string or null): Id of the item that needs the approval.
 *     reason (string or null): Why the agent asks.
 *     command (string or null): For `command`, the shell command line.
 *     cwd (string or null): For `command` and `permissions`, the working folder.
 *     changes (array of objects): For `file_change`, the changes.
 *       path (string): Absolute path of the file (CLI 0.171.0).
 *       kind (string): The kind of change: `add`, `delete` or `update`.
 *     permissions (any JSON): For `permissions`, what the agent asks for, with the app-server's own names.
 *     questions (any JSON): For `user_input`, the questions, with the app-server's own names.
 *     message (string or null): For `mcp_elicitation`, what the MCP server asks.
 *     schema (any JSON): For `mcp_elicitation`, a JSON Schema of the content to respond with.
 *     decisions (array of strings): The decisions that a response may have.
 *     expires_in_ms (number or null): After how many milliseconds the request is declined.
 *     params (any JSON): The whole request, with the app-server's own names.
 *   approval.resolved: A request for approval is settled.
 *     request_id (string): Id of the request.
 *     by (string): Who settled it: `host`, `timeout`, `other` or `end`.
 *   tool.requested: The agent calls a tool of your program, and waits for its result. Sent only with the thread
 *   option `tools`.
 *     request_id (string): Id for your response.
 *     item_id (string or null): Id of the item of this call.
 *     tool (string): Name of the tool.
 *     namespace (string or null): The tool's namespace, if it has one.
 *     arguments (any JSON): The arguments, as the model wrote them.
 *   notification: A notification of the app-server, as it is. Sent only with the turn option `raw_events`.
 *     method (string): What happened, such as `item/started`.
 *     params (any JSON): The facts, with the app-server's own names.
 *   turn.completed: The turn completed.
 *     usage (object or null): Token counts of the whole thread. The result has this turn's share: `turn_usage`.
 *       input_tokens (number): Tokens the model read.
 *       cached_input_tokens (number): Input tokens read from the cache.
 *       cache_write_input_tokens (number): Input tokens written to the cache.
 *       output_tokens (number): Tokens the model wrote.
 *       reasoning_output_tokens (number): Output tokens spent on reasoning.
 *   turn.failed: The turn failed. It ends with `TURN_FAILED`.
 *     error (object): Why the turn failed.
 *       message (string): The agent's own message.
 *   error: A notice from the CLI, usually that it is retrying ("Reconnecting... 1/5"). The turn continues.
 *     message (string): The notice.
 *
 * ITEMS, by "type". Every item has an "id", the same in all events about it.
 *   agent_message: A message from the agent. With an output schema, it is JSON.
 *     text (string): The message.
 *     phase (string): The role of the message in the turn, if the model stated it. Only with the `app_server`
 *     transport: `commentary`, `partial_answer` or `final_answer`.
 *   reasoning: A summary of the agent's reasoning.
 *     text (string): The summary.
 *   command_execution: A command that the agent runs.
 *     command (string): The shell command line.
 *     aggregated_output (string): Output so far, stdout and stderr combined.
 *     exit_code (number or null): Exit code of the command, or `null` if it has not ended or was not run.
 *     status (string): Status of the command: `in_progress`, `completed`, `failed` or `declined`.
 *   file_change: A change to files.
 *     changes (array of objects): The changed files.
 *       path (string): Absolute path of the file (CLI 0.171.0).
 *       kind (string): The kind of change: `add`, `delete` or `update`.
 *     status (string): Status of the change: `in_progress`, `completed` or `failed`.
 *   mcp_tool_call: A call to a tool of an MCP server.
 *     server (string): Name of the server in the CLI's configuration.
 *     tool (string): Name of the tool.
 *     arguments (any JSON): Arguments of the call.
 *     result (object or null): What the tool returned, once it has returned.
 *       content (array of any JSON): Content blocks, as defined by MCP.
 *       structured_content (any JSON): The result as structured data.
 *     error (object or null): Why the call failed, if it did.
 *       message (string): The error message.
 *     status (string): Status of the call: `in_progress`, `completed` or `failed`.
 *   collab_tool_call: A call through which the agent works with other agents.
 *     tool (string): The operation: `spawn_agent`, `send_input`, `wait` or `close_agent`.
 *     sender_thread_id (string): Thread id of the calling agent.
 *     receiver_thread_ids (array of strings): Thread ids of the other agents.
 *     prompt (string or null): The prompt for the other agents, if there is one.
 *     agents_states (object of objects): States of the other agents, by thread id.
 *       status (string): Status of the agent: `pending_init`, `running`, `interrupted`, `completed`, `errored`,
 *       `shutdown` or `not_found`.
 *       message (string or null): The agent's message, if it sent one.
 *     status (string): Status of the call: `in_progress`, `completed` or `failed`.
 *   web_search: A web search.
 *     query (string): The search query; empty when the search starts.
 *     action (any JSON): What the search does, as an object whose `type` is, for example, `search`, `open_page` or
 *     `find_in_page`.
 *     results (any JSON): Search results. Only some searches have them.
 *   todo_list: The agent's plan.
 *     items (array of objects): The steps of the plan.
 *       text (string): What to do.
 *       completed (true or false): Whether the step is done.
 *   error: A warning from the CLI. The turn continues.
 *     message (string): The warning.
 *
 * FORK
 *   If you free every client before the fork, the child may create its own. You need not wait for anything after
 *   freeing them. A child cannot use the library if it was forked while a client existed, while another thread was
 *   inside a call, or from a callback: every function that returns a status, except the HELPERS, then returns
 *   CODEX_SDK_ERROR_FORKED. A program that the child starts with exec can use the library. In any child, a call with
 *   a handle from before the fork also returns CODEX_SDK_ERROR_FORKED, and freeing that handle does nothing. The
 *   library installs a pthread_atfork handler, which also closes one descriptor per client in the child.
 *
 * YOUR PROCESS
 *   The library does not touch your program's signal handlers, signal masks, child processes, descriptors, terminal
 *   or environment, and prints nothing. It has descriptors of its own and, for each client, from the client's first
 *   turn on, one child process that stays (the watchdog). It stays loaded after dlclose.
 *   The agent's commands find CODEX_API_KEY empty, unless the client option api_key_in_commands is true or your own
 *   shell_environment_policy decides about that variable.
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
 * The values of a `codex_sdk_status`, as an enum: debuggers show its names, and in C the compiler checks the cases of
 * `switch ((codex_sdk_status_code)status)`. A newer library may return other values.
 */
typedef enum codex_sdk_status_code {
    /** Success. */
    CODEX_SDK_OK = 0,
    /** Nothing arrived within `timeout_ms`. Nothing is lost: call again. */
    CODEX_SDK_TIMEOUT = 1,
    /** The turn completed, and there are no more events. Further calls return the same. */
    CODEX_SDK_END = 2,
    /**
     * An argument or option is missing or not valid: text that is not UTF-8, an unknown option, a value of the wrong
     * type, or a file or folder that does not exist. If it is an option, `option` names it.
     */
    CODEX_SDK_ERROR_INVALID_ARGUMENT = -1,
    /** The client, thread or turn has already been closed or freed, or the handle is not valid. */
    CODEX_SDK_ERROR_INVALID_HANDLE = -2,
    /**
     * The thread is already running a turn, here or in another process, or another caller is already reading this
     * turn's events.
     */
    CODEX_SDK_ERROR_BUSY = -3,
    /** No Codex CLI was found. `tried` lists every place searched. */
    CODEX_SDK_ERROR_CLI_NOT_FOUND = -4,
    /** The operating system could not start the CLI. */
    CODEX_SDK_ERROR_SPAWN_FAILED = -5,
    /**
     * The CLI exited before the turn was finished, or exited with an error afterwards (reported only with
     * `wait_for_exit`). See `exit_code`, `signal` and `stderr`.
     */
    CODEX_SDK_ERROR_CLI_FAILED = -6,
    /**
     * The CLI printed a line that is not a valid event or is longer than `max_line_bytes`. `line` has the beginning of
     * that line.
     */
    CODEX_SDK_ERROR_PROTOCOL = -7,
    /**
     * The agent reported that the turn failed, in which case the message is the agent's own, or the turn exceeded
     * `offline_timeout_ms`, in which case `option` is `offline_timeout_ms`.
     */
    CODEX_SDK_ERROR_TURN_FAILED = -8,
    /** The turn was cancelled before it finished. */
    CODEX_SDK_ERROR_CANCELLED = -9,
    /** The turn exceeded `timeout_ms` or `idle_timeout_ms`; `option` says which of them. */
    CODEX_SDK_ERROR_TURN_TIMEOUT = -10,
    /** The CLI does not know the thread to resume, or resumed a different one. */
    CODEX_SDK_ERROR_THREAD_NOT_FOUND = -11,
    /** The operating system refused something that the library needs: a file, a descriptor, memory or a thread. */
    CODEX_SDK_ERROR_IO = -12,
    /**
     * The process was forked while a client existed, so the child cannot use the library; or the client, thread or
     * turn was created before the fork.
     */
    CODEX_SDK_ERROR_FORKED = -13,
    /** The client was closed or freed, which ended its threads and turns. */
    CODEX_SDK_ERROR_SHUT_DOWN = -14,
    /** A bug in the library. Please report it. */
    CODEX_SDK_ERROR_INTERNAL = -15,
    /** The CLI's app-server refused a request or did not answer it. `rpc_code` is the error code of a refusal. */
    CODEX_SDK_ERROR_REQUEST_FAILED = -16,
    /**
     * The client's transport does not support what was asked for. The message says which transport does; `option`
     * names the option.
     */
    CODEX_SDK_ERROR_UNSUPPORTED = -17
} codex_sdk_status_code;

/** A Codex CLI to run, with its configuration and environment. A program usually has one client. */
typedef struct codex_sdk_client codex_sdk_client;

/** One conversation with the agent. It runs one turn at a time; different threads run concurrently. */
typedef struct codex_sdk_thread codex_sdk_thread;

/** One turn: a prompt and everything the agent does in reply. */
typedef struct codex_sdk_turn codex_sdk_turn;

/** Result of a call: 0 means success, a positive number an outcome that is not an error, a negative number an error. */
typedef int32_t codex_sdk_status;

/**
 * Receives one event: `event_json` is the CLI's own line, NUL-terminated and valid only during the call; `length` is
 * its length in bytes without the NUL. Runs on the client's callback thread, one call at a time. Must not throw,
 * longjmp or unwind.
 */
typedef void (*codex_sdk_event_callback)(void *user_data, const char *event_json, size_t length);

/**
 * Receives the end of a turn, exactly once and last. With `CODEX_SDK_OK`, `result_or_error_json` is the result (see
 * `codex_sdk_turn_wait`); with a negative status, it is the error JSON (see ERRORS above). It is valid only during the
 * call. The library does not use `user_data` after this call. Runs on the same thread as the events. Must not throw,
 * longjmp or unwind.
 */
typedef void (*codex_sdk_end_callback)(void *user_data,
                                       codex_sdk_status status,
                                       const char *result_or_error_json,
                                       size_t length);

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Returns the version of the loaded library, such as "0.1.0". Compare it with `CODEX_SDK_VERSION`, the version that
 * your program was compiled with. Do not free it. Any thread.
 */
const char *codex_sdk_version(void);

/** Returns the ABI version of the loaded library. It must equal `CODEX_SDK_ABI_VERSION`. Any thread. */
uint32_t codex_sdk_abi_version(void);

/**
 * Returns the name of a status without its prefix: "OK", "TIMEOUT", "BUSY", ...; "UNKNOWN" for any other number. Do
 * not free it. Any thread.
 */
const char *codex_sdk_status_name(int32_t status);

/**
 * Frees a string that the library returned as `char *`. Does nothing if it is NULL. Any thread.
 *
 * Do not use it for a `const char *`: a static string, or the event of `codex_sdk_turn_next`.
 */
void codex_sdk_string_free(char *string);

/**
 * Creates a client: reads the options and finds the Codex CLI. It does not start a process or a thread yet.
 *
 * - `options_json`: a JSON object of client options (see OPTIONS above), or NULL for the defaults. Without the option
 *   `env`, the program's environment is copied now: a later `setenv` does not reach the CLI.
 * - `client`: receives the handle; free it with `codex_sdk_client_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * The library searches for the CLI in this order and uses the first one it finds: `codex_path_override`; the variable
 * `CODEX_SDK_CLI`; the npm package in a `node_modules` folder above the program or above this library, or the global
 * one; `vendor/` beside this library; the standalone installation in `$CODEX_HOME`; `PATH`. It never uses a CLI in the
 * current directory, in one of its parents (they may belong to an attacker) or in another user's `node_modules`,
 * unless you name that CLI explicitly. If `codex_path_override` or `CODEX_SDK_CLI` is set, the library searches
 * nowhere else: a wrong path is an error. If the CLI disappears later, for example during an update, the library
 * searches again.
 *
 * Also returns `CODEX_SDK_ERROR_CLI_NOT_FOUND`, `CODEX_SDK_ERROR_UNSUPPORTED`. Any thread.
 */
codex_sdk_status codex_sdk_client_new(const char *options_json,
                                      codex_sdk_client **client,
                                      char **error_json);

/**
 * Reports which CLI the client currently runs: `{"cli_path":...,"cli_version":"0.171.0","found_by":...}`.
 *
 * Runs `codex --version` (about 20 ms; an error after 10 seconds) and caches the answer until the executable is
 * replaced. `found_by` says how the CLI was found: "codex_path_override", "CODEX_SDK_CLI", "node_modules above the
 * program", "node_modules above the library", "global node_modules", "vendor folder beside the library", "standalone
 * installation" or "PATH". With the client option `replay`, `found_by` names that option, and `cli_path` is the folder
 * of recordings.
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
 * Sends a request to the CLI's app-server and waits for the answer: any method, for whatever has no function of its
 * own, such as "thread/list", "model/list" or "account/login/start". Starts the app-server if it is not running yet.
 * `codex app-server generate-json-schema --out FOLDER` writes the methods and their parameters for your CLI.
 *
 * - `client`: the client; the client option `transport` must be `app_server`.
 * - `method`: the name of the method.
 * - `params_json`: a JSON object of parameters, or NULL for none. It is sent as it is.
 * - `timeout_ms`: how long to wait for the answer, in milliseconds: -1 waits indefinitely. After the time-out, the
 *   answer is discarded, but the app-server may still carry out the request.
 * - `result_json`: receives the `result` of the answer as it is; may be NULL. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Do not start, steer or interrupt turns of this client's threads by requests: the library would not know.
 *
 * Also returns `CODEX_SDK_TIMEOUT`, `CODEX_SDK_ERROR_REQUEST_FAILED` (the app-server refused the request),
 * `CODEX_SDK_ERROR_THREAD_NOT_FOUND`, `CODEX_SDK_ERROR_BUSY`, `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
 * `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`, `CODEX_SDK_ERROR_IO`,
 * `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread.
 */
codex_sdk_status codex_sdk_client_request(codex_sdk_client *client,
                                          const char *method,
                                          const char *params_json,
                                          int32_t timeout_ms,
                                          char **result_json,
                                          char **error_json);

/**
 * Returns the next notification of the app-server that belongs to no turn of this client: logins, rate limits, warnings
 * about the configuration, threads that others use. It looks like a `notification` event:
 * `{"type":"notification","method":"account/updated","params":{...}}`.
 *
 * - `client`: the client. Only one thread at a time may read its notifications: a second concurrent call returns
 *   `CODEX_SDK_ERROR_BUSY`.
 * - `timeout_ms`: how long to wait for a notification, in milliseconds: -1 waits indefinitely, 0 does not wait.
 * - `notification_json`: receives the notification as one line of JSON, NUL-terminated. It stays valid until the next
 *   `codex_sdk_client_next` or `codex_sdk_client_free` on this client. Do not free it.
 * - `length`: receives its length in bytes without the NUL; may be NULL.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * At most 1,024 notifications, and 1 MiB of them, wait to be read. After that, the oldest are discarded, and the next
 * one you read says how many: `"dropped":N`. A program that does not want notifications need not read them.
 *
 * Also returns `CODEX_SDK_TIMEOUT`, `CODEX_SDK_ERROR_BUSY`, `CODEX_SDK_ERROR_SHUT_DOWN` (another thread freed the client
 * during the call), `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread.
 */
codex_sdk_status codex_sdk_client_next(codex_sdk_client *client,
                                       int32_t timeout_ms,
                                       const char **notification_json,
                                       size_t *length,
                                       char **error_json);

/**
 * Returns a descriptor for your event loop. It is readable whenever `codex_sdk_client_next` would return at once.
 *
 * The library owns it: poll it, but do not read or close it. Every call returns the same descriptor; freeing the client
 * closes it once its threads and turns are freed, too. Returns -1 if the transport is not `app_server`, for an invalid
 * handle, in a child that was forked while a client was alive, and when the process has no descriptor left. Any thread.
 */
int codex_sdk_client_fd(codex_sdk_client *client);

/**
 * Frees a client and ends all its turns. They end with `CODEX_SDK_ERROR_SHUT_DOWN`, and starting another turn on one
 * of the client's threads returns that status, too. The handles of its threads and turns stay valid: free them as
 * usual, before or after the client.
 *
 * Does not wait: the turns' processes are signalled now and are gone within about two seconds, without further calls.
 * A `notify` or hook program of a completed turn may still run for the time that `helper_grace_ms` allows. Does
 * nothing if the handle is NULL, already freed or of another kind. Any thread, callbacks included.
 */
void codex_sdk_client_free(codex_sdk_client *client);

/**
 * Creates a new conversation. Nothing is started until its first turn.
 *
 * - `client`: the client. It may be freed before the thread, which is then of no further use.
 * - `options_json`: a JSON object of thread options (see OPTIONS above), or NULL for the defaults. They apply to every
 *   turn of the thread. Relative folders are made absolute now, and without `working_directory` the thread gets the
 *   current directory, so a later `chdir` changes nothing.
 * - `thread`: receives the handle; free it with `codex_sdk_thread_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_SHUT_DOWN` (another thread freed the client during the call). Any thread.
 */
codex_sdk_status codex_sdk_thread_start(codex_sdk_client *client,
                                        const char *options_json,
                                        codex_sdk_thread **thread,
                                        char **error_json);

/**
 * Continues an existing conversation. This call does not check that the conversation exists; if it does not, the first
 * turn ends with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
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
 * Creates a conversation that begins as a copy of another one, which stays as it is. Nothing is copied until its first
 * turn; only then does the new thread have an id of its own.
 *
 * - `client`, `options_json`, `thread`, `error_json`: as for `codex_sdk_thread_start`. The thread option `last_turn_id`
 *   says where the copy ends. Pass the other options again: the CLI does not remember them.
 * - `thread_id`: the id of the thread to copy; see `codex_sdk_thread_resume`. It must have had a turn. If it does not
 *   exist, the first turn ends with `CODEX_SDK_ERROR_THREAD_NOT_FOUND`.
 *
 * Returns the same as `codex_sdk_thread_start`. Any thread.
 */
codex_sdk_status codex_sdk_thread_fork(codex_sdk_client *client,
                                       const char *thread_id,
                                       const char *options_json,
                                       codex_sdk_thread **thread,
                                       char **error_json);

/**
 * Returns the id of a thread. Pass it to `codex_sdk_thread_resume` to resume the thread, in this process or another.
 *
 * - `thread`: the thread.
 * - `thread_id`: receives the id. Until `thread.started` has arrived, a new thread has no id (NULL), and a thread
 *   resumed by name has that name instead. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_thread_id(codex_sdk_thread *thread,
                                     char **thread_id,
                                     char **error_json);

/**
 * Runs one turn from start to end, as `codex_sdk_turn_start`, `codex_sdk_turn_wait` without a time limit and
 * `codex_sdk_turn_free` do together. It blocks only the calling thread. If you may need to cancel the turn, call those
 * three yourself.
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
 * - `prompt`: UTF-8 text, or NULL if the options contain `input`.
 * - `options_json`: a JSON object of turn options (see OPTIONS above), or NULL for the defaults.
 * - `turn`: receives the handle; free it with `codex_sdk_turn_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_BUSY` (the thread is already running a turn), `CODEX_SDK_ERROR_CLI_NOT_FOUND`,
 * `CODEX_SDK_ERROR_SPAWN_FAILED`, `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_UNSUPPORTED`,
 * `CODEX_SDK_ERROR_TURN_FAILED` (the thread has passed its limit of tokens).
 * Any thread.
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
 * - `on_event`: called for each event, or NULL if only the end matters to you. With `on_event`, the result contains no
 *   items, since `on_event` received them; without it, the result contains all completed items.
 * - `on_end`: called exactly once and last, however the turn ends; must not be NULL.
 * - `user_data`: passed to both callbacks; the library does not read it.
 * - `turn`: receives the handle before the first callback; free it with `codex_sdk_turn_free`. If you free it before
 *   the end, `on_end` is still called.
 *
 * Callbacks run on one thread per client. A slow callback delays only the other callbacks of that client and, once 256
 * KiB of events are waiting, the turn's CLI. Callbacks may call every function in this header. For a turn with
 * callbacks, `codex_sdk_turn_next`, `codex_sdk_turn_next_batch` and `codex_sdk_turn_wait` return
 * `CODEX_SDK_ERROR_BUSY`, and `codex_sdk_turn_fd` returns -1.
 *
 * Returns the same as `codex_sdk_turn_start`. If that is not `CODEX_SDK_OK`, no callback is ever called. Any thread.
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
 * - `turn`: the turn. Only one thread at a time may read it or wait for it: a second concurrent call returns
 *   `CODEX_SDK_ERROR_BUSY`.
 * - `timeout_ms`: how long to wait for an event, in milliseconds: -1 waits indefinitely, 0 does not wait.
 * - `event_json`: receives the event as one line of JSON, NUL-terminated. It stays valid until the next
 *   `codex_sdk_turn_next`, `codex_sdk_turn_next_batch`, `codex_sdk_turn_wait` or `codex_sdk_turn_free` on this turn.
 *   Do not free it.
 * - `length`: receives its length in bytes without the NUL; may be NULL.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Returns `CODEX_SDK_OK` with an event; `CODEX_SDK_TIMEOUT` if none arrived in time; `CODEX_SDK_END` after the last
 * event of a completed turn; or, after the last event of a turn that ended in any other way, the reason:
 * `CODEX_SDK_ERROR_TURN_FAILED`, `CODEX_SDK_ERROR_CLI_FAILED`, `CODEX_SDK_ERROR_PROTOCOL`,
 * `CODEX_SDK_ERROR_CANCELLED`, `CODEX_SDK_ERROR_TURN_TIMEOUT`, `CODEX_SDK_ERROR_THREAD_NOT_FOUND`,
 * `CODEX_SDK_ERROR_IO`, `CODEX_SDK_ERROR_SHUT_DOWN`, `CODEX_SDK_ERROR_REQUEST_FAILED`, or `CODEX_SDK_ERROR_BUSY` (the
 * thread is in use elsewhere). The end is permanent: further calls return the same. Before the end the call may also
 * return `CODEX_SDK_ERROR_BUSY` (another call is reading the turn), or `CODEX_SDK_ERROR_INVALID_HANDLE` (another
 * thread freed the turn). Any thread.
 */
codex_sdk_status codex_sdk_turn_next(codex_sdk_turn *turn,
                                     int32_t timeout_ms,
                                     const char **event_json,
                                     size_t *length,
                                     char **error_json);

/**
 * Like `codex_sdk_turn_next`, but returns every event already buffered, as one contiguous block. A binding with an
 * expensive FFI needs fewer calls, and a proxy can pass the block on with one write.
 *
 * - `turn`, `timeout_ms`, `error_json`: as for `codex_sdk_turn_next`; `timeout_ms` is how long to wait for the first
 *   event.
 * - `events_json`: receives one or more events, each the CLI's own line followed by a NUL. The block stays valid as
 *   long as the event of `codex_sdk_turn_next` would. Do not free it.
 * - `length`: receives the length of the whole block in bytes, including every NUL; must not be NULL.
 * - `count`: receives the number of events; may be NULL.
 *
 * A block is at most 64 KiB long, unless it is a single longer event. You may mix calls of both functions. Returns the
 * same as `codex_sdk_turn_next`. Any thread.
 */
codex_sdk_status codex_sdk_turn_next_batch(codex_sdk_turn *turn,
                                           int32_t timeout_ms,
                                           const char **events_json,
                                           size_t *length,
                                           size_t *count,
                                           char **error_json);

/**
 * Returns a descriptor for your event loop. It is readable whenever `codex_sdk_turn_next` would return an event or the
 * end at once. It is level-triggered and stays readable after the end.
 *
 * The library owns it: poll it, but do not read or close it. Every call returns the same descriptor; freeing the turn
 * closes it. Returns -1 for a turn with callbacks, for an invalid handle, in a child that was forked while a client
 * was alive, and when the process has no descriptor left. Any thread.
 */
int codex_sdk_turn_fd(codex_sdk_turn *turn);

/**
 * Consumes the rest of the turn's events and returns its result.
 *
 * - `turn`: the turn. Only one thread at a time may read it or wait for it, as with `codex_sdk_turn_next`.
 * - `timeout_ms`: how long to wait for the end, in milliseconds: -1 waits indefinitely, 0 does not wait. Even with 0,
 *   the call consumes everything already buffered. If more has arrived meanwhile, the descriptor of
 *   `codex_sdk_turn_fd` stays readable and is re-armed for edge-triggered pollers.
 * - `result_json`: receives the result; may be NULL. Free it with `codex_sdk_string_free`:
 *   `{"thread_id":...,"items":[...],"final_response":"...","usage":{...},"turn_usage":{...}}`. `items` has the
 *   completed items, except those whose events you read yourself; `final_response` is the agent's last message (with
 *   an output schema, the last message that is JSON); `usage` has the CLI's token counts, which are totals of the
 *   thread; `turn_usage` is this turn's share of them, or null if the thread's earlier counts are unknown (in the
 *   first turn of a resumed thread, or after a turn that failed).
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
 * Answers an `approval.requested` or `tool.requested` event of a turn. Does not wait.
 *
 * - `turn`: the turn.
 * - `request_id`: the `request_id` of the event.
 * - `response_json`: a JSON object. It depends on the event's `kind`:
 *   - `command`, `file_change`: `{"decision":"accept"}`, where the decision is "accept", "accept_for_session" (do not
 *     ask again for the like), "decline" (the agent continues without) or "cancel" (the turn ends with
 *     `CODEX_SDK_ERROR_CANCELLED`);
 *   - `permissions`: a decision, which grants what was asked for, or
 *     `{"permissions":{...},"scope":"turn"}` to grant something else; the scope may be "session", too;
 *   - `mcp_elicitation`: a decision, with `"content":{...}` if it is "accept";
 *   - `user_input`: `{"answers":{"ID OF A QUESTION":["..."]}}`, or `{"decision":"decline"}`;
 *   - for a `tool.requested` event: `{"content":[{"type":"text","text":"..."}]}`, in which an entry may also be
 *     `{"type":"image","url":"data:..."}`, or `{"error":"..."}` if the tool failed;
 *   - for any of them, `{"raw":{...}}` passes the CLI its own form of a response.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * A response that does not fit is an invalid argument and leaves the request open, so that you can respond again. So is
 * a `request_id` that is not open: already answered, expired (thread option `approval_timeout_ms`) or of another turn.
 * After the end of the turn, the call does nothing and succeeds. Whatever is never answered counts as declined.
 *
 * Also returns `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread, callbacks included.
 */
codex_sdk_status codex_sdk_turn_respond(codex_sdk_turn *turn,
                                        const char *request_id,
                                        const char *response_json,
                                        char **error_json);

/**
 * Says something to the agent while a turn runs: it takes note of it before its next step. Does not wait. A
 * `turn.steered` event follows when the agent has it; if the CLI refuses it, an item of type `error` says why. A message
 * that the agent is writing at that moment may break off (CLI 0.171.0). If the turn ends first, nothing happens.
 *
 * - `turn`: the turn.
 * - `prompt`: UTF-8 text, or NULL if the options contain `input`.
 * - `options_json`: a JSON object that may contain `input` (see the turn option of that name), or NULL.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Also returns `CODEX_SDK_ERROR_UNSUPPORTED` (another transport). Any thread, callbacks included.
 */
codex_sdk_status codex_sdk_turn_steer(codex_sdk_turn *turn,
                                      const char *prompt,
                                      const char *options_json,
                                      char **error_json);

/**
 * Returns the id of a turn, which the thread option `last_turn_id` and requests to the app-server take.
 *
 * - `turn`: the turn.
 * - `turn_id`: receives the id; NULL before `turn.started` has arrived, and always with the transport `exec`, whose
 *   turns have no ids. Free it with `codex_sdk_string_free`.
 * - `error_json`: see ERRORS above; may be NULL.
 *
 * Any thread.
 */
codex_sdk_status codex_sdk_turn_id(codex_sdk_turn *turn,
                                   char **turn_id,
                                   char **error_json);

/**
 * Asks a turn to end, without waiting. The turn ends with `CODEX_SDK_ERROR_CANCELLED` once its processes are gone,
 * normally within 50 ms, and within about two seconds at worst. You can still read the events that arrived before. You
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
 *   (CODEX_SDK_ABI_VERSION), but independent of everything above: they use only their arguments, need no client, and
 *   also work in a forked child.
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
 * A member of a JSON object, or an element of an array. Its texts are NUL-terminated, and their lengths do not include
 * the NUL. It is returned in arrays, so its size is part of the ABI.
 */
typedef struct codex_sdk_json_member {
    /** The name of the member; NULL for an element of an array. */
    const char *name;
    /** Length of the name in bytes. */
    size_t name_length;
    /** The text of a string, including any NULs inside it, or the JSON of anything else. */
    const char *value;
    /** Length of the value in bytes. */
    size_t value_length;
    /** The kind of the value. */
    codex_sdk_json_kind kind;
} codex_sdk_json_member;

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads one value out of a JSON text: an event's "/type", a result's "/final_response", an error's "/message".
 *
 * - `json`: the text, for example an event, a result or an error.
 * - `pointer`: a JSON Pointer (RFC 6901): "" is the whole text, "/item/text" is a member, "/items/0" is an element. If
 *   a name occurs twice, the last one counts.
 * - `value`: receives the text of a string, or the JSON of anything else; NULL if there is no such value, which is not
 *   an error. A NUL inside a string is replaced by U+FFFD (`codex_sdk_json_members` keeps it). Free the value with
 *   `codex_sdk_string_free`.
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
 * - `members`: receives the members, in order; if a name occurs twice, the last one counts. NULL if there are none, or
 *   if the text is neither an object nor an array. One `codex_sdk_json_members_free` frees them all.
 * - `count`: receives the number of members; must not be NULL.
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
