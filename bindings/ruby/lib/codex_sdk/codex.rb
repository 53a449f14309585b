# frozen_string_literal: true

# `make vocabulary` writes the @option tags in here from schema/sdk.json.
module CodexSDK
  # A Codex CLI with its configuration. It owns its threads and turns: closing it ends them.
  #
  # Close it before a fork, and make another one in the child.
  class Codex
    include ProcessBound

    REMEDY = "Make another one in the other process, with the same options."
    private_constant :REMEDY

    # Makes a `Codex` object. With a block, yields it and closes it afterwards.
    #
    # @param (see #initialize)
    # @option (see #initialize)
    # @yieldparam codex [Codex]
    # @return [Codex, Object] what the block returns, if a block is given
    def self.open(**options)
      codex = new(**options)
      return codex unless block_given?

      begin
        yield codex
      ensure
        codex.close
      end
    end

    # Finds the CLI; {#info} returns its path. The library searches `codex_path_override`, `$CODEX_SDK_CLI`,
    # `node_modules` above the Ruby interpreter and above the library, the global `node_modules`, the standalone
    # installation, and `PATH`.
    #
    # @param options client options; nil is the same as leaving one out
    # @option options [String, Pathname] :codex_path_override Path of the Codex CLI to run, absolute or relative to
    #   the current directory. A name without `/` is looked up in `PATH`. If this option is set, the library searches
    #   nowhere else.
    # @option options [String] :base_url Base URL of the OpenAI API, passed to the CLI as `openai_base_url`. The
    #   environment variable `OPENAI_BASE_URL` is left unchanged, so the agent's commands do not see this URL.
    # @option options [String] :api_key API key. The CLI receives it in the environment variable `CODEX_API_KEY`,
    #   never on its command line. Without a key, the CLI uses its own login.
    # @option options [Boolean] :api_key_in_commands If `true`, the commands that the agent runs see `CODEX_API_KEY`.
    #   By default they find it empty, unless `shell_environment_policy` in your configuration names `CODEX_API_KEY` in
    #   `set`, `exclude` or `include_only`.
    # @option options [Hash{String => String}, #to_hash] :env The CLI's complete environment. By default it is a copy
    #   of the program's environment, taken when the client is created. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is
    #   made absolute at that time.
    # @option options [Hash] :config Configuration of the CLI, nested as in its `config.toml`. It is passed on the
    #   CLI's command line, which other users of the machine can see: put no secrets in it.
    # @option options [Array<String>] :config_overrides Raw `key=value` settings, each value in TOML, applied after
    #   `config`. They, too, are passed on the CLI's command line: put no secrets in them.
    # @option options [String, Symbol] :transport How the client reaches the agent: `exec` starts one CLI process for
    #   each turn; `app_server` starts a single CLI process that serves all turns of the client. Default `exec`.
    # @option options [Integer] :max_concurrent_turns Maximum number of turns that run at the same time. Further turns
    #   wait, in the order in which they were started; waiting does not count towards their time limits. Requires
    #   `transport` to be `app_server`; otherwise the client is not created, and the error is {UnsupportedError}. No
    #   limit (0) by default.
    # @option options [Integer] :request_timeout_ms How long the library waits for an answer to one of its own
    #   requests to the app-server, for example to start a turn. By default it waits 30 seconds for a server that is
    #   starting and 60 seconds for any other answer; 0 means no limit. After that time the turn ends with
    #   {RequestFailedError}. Requires `transport` to be `app_server`; otherwise the client is not created, and the
    #   error is {UnsupportedError}.
    # @option options [String] :originator Name under which the program identifies itself to the service. Default
    #   `codex_sdk_rb`.
    # @option options [Integer] :helper_grace_ms How long `notify` and hook programs that the CLI starts when a turn
    #   completes may keep running after the turn. Processes left behind by the agent's commands get no such grace
    #   period. Default 10000 (10 seconds); 0 means none.
    # @option options [String, Pathname] :record Folder to record turns in: one file of JSON lines per turn. It is
    #   created if it does not exist.
    # @option options [String, Pathname] :replay Folder of recordings to replay. No CLI is searched for or started.
    # @option options [Numeric] :replay_speed Playback speed: 1 is real time, 2 is twice as fast, 0 means no delays.
    #   Default 0.
    # @option options [String, Symbol] :replay_match Which recording answers a turn: with `prompt`, the first unused
    #   one with the same prompt and images; with `order`, the next unused one, whatever its prompt. Default `prompt`.
    # @raise [InvalidArgumentError, CliNotFoundError, ForkedError, LibraryError]
    def initialize(**options)
      raise InvalidArgumentError, "Codex.new takes no block; use Codex.open, which closes it afterwards" if block_given?

      @client = Native::Client.new({ originator: "codex_sdk_rb", **options.compact })
    end

    # Starts a conversation. Nothing is sent before its first turn.
    #
    # The gem does not check words that belong to the CLI, such as models or modes.
    #
    # @param options thread options; nil is the same as leaving one out
    # @option options [String] :model model to use
    # @option options [String, Symbol] :sandbox_mode what the agent's commands may do: `read-only`, `workspace-write`
    #   or `danger-full-access`
    # @option options [String, Pathname] :working_directory Folder the agent works in. It must exist when the thread
    #   is created and when each turn starts. Default: the current directory when the thread is created.
    # @option options [Boolean] :skip_git_repo_check lets the agent work outside a Git repository
    # @option options [String, Symbol] :model_reasoning_effort how hard the model thinks: `minimal`, `low`, `medium`,
    #   `high`, `xhigh`, `max`, `ultra` or `persistent`
    # @option options [Boolean] :network_access_enabled whether commands in the `workspace-write` sandbox may use the
    #   network
    # @option options [String, Symbol] :web_search_mode Whether and how the agent may search the web: `disabled`,
    #   `cached`, `indexed` or `live`. Takes precedence over `web_search_enabled`.
    # @option options [Boolean] :web_search_enabled short form of `web_search_mode`: `true` is `live`, `false` is
    #   `disabled`
    # @option options [String, Symbol] :approval_policy When the CLI asks for approval: `untrusted`, `on-failure`,
    #   `on-request` or `never`. Your program is asked only with `approvals` `ask`. Otherwise nobody can be asked:
    #   whatever needs approval is refused. The `exec` transport does not accept `untrusted` (CLI 0.171.0).
    # @option options [Array<String, Pathname>] :additional_directories Additional folders the agent may write to.
    #   Relative paths are resolved against `working_directory`.
    # @option options [String] :thread_source Label that classifies a new thread. It is not sent when a thread is
    #   resumed.
    # @option options [Boolean] :ephemeral if `true`, the thread is not kept on disk: it cannot be resumed by another
    #   process, nor listed
    # @option options [String] :base_instructions Replaces the CLI's own instructions for the model. Requires the
    #   client option `transport` to be `app_server`.
    # @option options [String] :developer_instructions Instructions for the model in addition to the CLI's own.
    #   Requires the client option `transport` to be `app_server`.
    # @option options [String, Symbol] :approvals What happens when the agent asks for approval: `decline` declines at
    #   once; with `ask`, an `approval.requested` event asks your program. With `ask`, `approval_policy` defaults to
    #   `on-request`. Requires the client option `transport` to be `app_server`. Default: decline.
    # @option options [Integer] :approval_timeout_ms With `approvals` `ask`: how long a request waits for your
    #   response before it is declined. Default 300000 (5 minutes); 0 means none.
    # @option options [Array<Tool, Hash>] :tools Tools of your program that the agent may call: objects with `name`,
    #   `description` and `input_schema`, a JSON Schema of the arguments. A `tool.requested` event asks your program to
    #   run one. A thread keeps the tools it was started with; when you resume it, name those that your program still
    #   offers: calls of others are refused. Requires the client option `transport` to be `app_server`.
    # @option options [String] :last_turn_id Only for a fork: id of the last turn to copy; later turns are left out.
    #   Requires the client option `transport` to be `app_server`.
    # @option options [Integer] :max_turn_tokens Maximum number of tokens that a turn may use: input and output,
    #   cached and reasoning tokens included. A turn that passes it is interrupted and ends with {TurnFailedError};
    #   `option` names this option, and `used` says how many it was. The `exec` transport reports tokens only at the end
    #   of a turn, so there the limit has no effect. No limit (0) by default.
    # @option options [Integer] :max_thread_tokens Maximum number of tokens that all turns of the thread may use. With
    #   the `app_server` transport, the turn that passes it is interrupted as for `max_turn_tokens`. With both
    #   transports, a thread that has passed it starts no further turn. No limit (0) by default.
    # @option options [Integer] :max_commands Maximum number of commands that a turn may run. A turn that starts one
    #   more is interrupted and ends with {TurnFailedError}; `option` names this option. No limit (0) by default.
    # @option options [#call] :on_approval Decides when the agent asks for approval. Receives the `approval.requested`
    #   event in a thread of its own, and returns a decision, such as `"accept"`, or a response, as `respond` of a turn
    #   takes it. With it, `approvals` defaults to `ask`.
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def start_thread(**options) = Thread.send(:new, @client, :thread_start, options)

    # Resumes a conversation. The CLI does not store options with it: pass them again.
    #
    # @param thread_id [String] the thread's {Thread#id}. If the CLI does not know it, the first turn raises a
    #   {ThreadNotFoundError}
    # @param options see {#start_thread}
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def resume_thread(thread_id, **options)
      Thread.send(:new, @client, :thread_resume, JsonOptions.c_string(thread_id, "thread_id"), options)
    end

    # Starts a conversation that begins as a copy of another one, which stays as it is. Nothing is copied before its
    # first turn; only then does it have an id of its own. The option `last_turn_id` says where the copy ends.
    #
    # @param thread_id [String] the {Thread#id} of the thread to copy, which must have had a turn. If the CLI does not
    #   know it, the first turn raises a {ThreadNotFoundError}
    # @param options see {#start_thread}. The CLI does not store them with a conversation: pass them again
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def fork_thread(thread_id, **options)
      Thread.send(:new, @client, :thread_fork, JsonOptions.c_string(thread_id, "thread_id"), options)
    end

    # Returns the path and version of the CLI. Runs the CLI to ask for its version.
    # @return [CliInfo]
    # @raise [Error]
    def info = CliInfo.new(@client.info)

    # Sends a request to the CLI's app-server and waits for the answer: any method, for whatever this gem has no method
    # for. Requires the client option `transport` to be `app_server`.
    #
    #     codex.request("model/list", {limit: 3})["data"].each { |model| puts model["id"] }
    #
    # `codex app-server generate-json-schema --out FOLDER` writes the methods and their parameters for your CLI. Do not
    # start, steer or interrupt turns of this object's threads by requests.
    #
    # @param method [String] the name of the method
    # @param params [Hash, nil] its parameters
    # @param timeout_ms [Numeric, nil] how many milliseconds to wait; nil waits indefinitely
    # @return [Object] the `result` of the answer, as parsed JSON with strings as keys
    # @raise [WaitTimeoutError] if no answer comes in time; the app-server may still carry out the request
    # @raise [RequestFailedError] if the app-server refuses the request
    # @raise [UnsupportedError] if the transport is `exec`
    # @raise [Error]
    def request(method, params = nil, timeout_ms: nil)
      deadline = Deadline.of(timeout_ms)
      method = JsonOptions.c_string(method, "method")
      params = JsonOptions.text(params) unless params.nil?
      answer = @client.request(method, params, deadline&.seconds_left)
      answer ? JsonText.read_tolerant(answer) : not_in_time("no answer to #{method} came within #{timeout_ms} ms")
    end

    # Waits for the next notification of the app-server that belongs to no turn: about logins, rate limits, warnings
    # about the configuration, or threads that others use. Requires the client option `transport` to be `app_server`.
    #
    # At most 1,024 notifications wait to be read; after that, the oldest are discarded. You need not read them. Several
    # threads may read: each notification goes to one of them.
    #
    # @param timeout_ms [Numeric, nil] how many milliseconds to wait; nil waits indefinitely, 0 does not wait
    # @return [Notification]
    # @raise [WaitTimeoutError] if none comes in time
    # @raise [ShutDownError] if this object is closed during the call
    # @raise [UnsupportedError] if the transport is `exec`
    # @raise [Error]
    def next_notification(timeout_ms: nil)
      deadline = Deadline.of(timeout_ms)
      notifications = @client.notifications
      until (line = notifications.take)
        in_time = notifications.wait(deadline&.seconds_left)
        raise ShutDownError, "the Codex object was closed" if closed?

        in_time || not_in_time("no notification came within #{timeout_ms} ms")
      end
      Notification.parse(line)
    end

    # Yields each notification of {#next_notification} as it arrives, until this object is closed.
    #
    #     Thread.new { codex.notifications { |notification| puts notification.method_name } }
    #
    # @yieldparam notification [Notification]
    # @return [self, Enumerator<Notification>] an enumerator if no block is given
    # @raise [Error]
    def notifications
      return to_enum(:notifications) unless block_given?

      loop { yield next_notification }
    rescue ShutDownError
      self
    end

    # Ends every turn, without waiting. Afterwards no turn can be started.
    # @return [void]
    def close
      @client.close
      nil
    end

    # @return [Boolean]
    def closed? = @client.closed?

    # @return [String] whether it is open
    def inspect = "#<#{self.class} #{closed? ? "closed" : "open"}>"

    private

    def not_in_time(message)
      raise WaitTimeoutError.new(message, { "retryable" => true })
    end
  end
end
