# frozen_string_literal: true

module CodexSDK
  # One way of reaching the Codex CLI; start threads with it. Threads and turns end with it.
  #
  # Close it before a fork, and make another one in the child.
  class Codex
    include OfThisProcess

    ELSEWHERE = "Make another one there, with the same options."
    private_constant :ELSEWHERE

    # The same as {#initialize}; with a block the object is given to that and closed afterwards.
    #
    # @param (see #initialize)
    # @option (see #initialize)
    # @yieldparam codex [Codex]
    # @return [Codex, Object] what the block gives
    def self.open(**options)
      codex = new(**options)
      return codex unless block_given?

      begin
        yield codex
      ensure
        codex.close
      end
    end

    # An option that is nil is left out.
    #
    # @param options how the CLI is reached
    # @option options [String, Pathname] :codex_path_override path of the CLI to run; a name without `/` is looked up in
    #   `PATH`. Without it the CLI is looked for in `$CODEX_SDK_CLI`, in `node_modules` above the program and the
    #   library, in the global ones, in the standalone installation, and in `PATH`
    # @option options [String] :base_url base URL of the OpenAI API
    # @option options [String] :api_key given to the CLI as `CODEX_API_KEY` in its environment, never on its command
    #   line
    # @option options [Boolean] :api_key_in_commands true lets the commands that the agent runs see it
    # @option options [Hash{String => String}, #to_hash] :env the CLI's whole environment; ENV will do. Without it the
    #   CLI inherits this process's, as it is now
    # @option options [Hash] :config configuration of the CLI, nested as in its `config.toml`
    # @option options [Array<String>] :config_overrides raw `key=value` texts (values in TOML), after those of `config`
    # @option options [String] :originator how the program names itself to the service; `codex_sdk_rb` unless given
    # @option options [Integer] :helper_grace_ms how many milliseconds a program that you configured the CLI to start
    #   and forget (`notify`, hooks) may run on after a completed turn; 10,000 unless given, 0 not at all
    # @option options [String, Pathname] :record a folder in which each turn is recorded, as one file of JSON lines; it
    #   is made if it is not there
    # @option options [String, Pathname] :replay a folder of recordings that answer the turns; no CLI is looked for, and
    #   none runs
    # @option options [Numeric] :replay_speed playback speed: 1 is real time, 2 is twice as fast; no delays unless
    #   given
    # @option options [String, Symbol] :replay_match `prompt`: the first unused recording with the same prompt and
    #   images answers a turn; `order`: the next one, whatever was asked. `prompt` unless given
    # @raise [InvalidArgumentError, CliNotFoundError, ForkedError, LibraryError]
    def initialize(**options)
      raise InvalidArgumentError, "Codex.new takes no block; Codex.open does, and closes after it" if block_given?

      @client = Native::Client.new({ originator: "codex_sdk_rb", **options.compact })
    end

    # Starts a conversation; the agent hears of it with its first turn.
    #
    # @param options what holds for every turn of the thread; values that belong to the CLI are passed on unchecked
    # @option options [String] :model model to use
    # @option options [String] :sandbox_mode `read-only`, `workspace-write` or `danger-full-access`: what the agent's
    #   commands may do
    # @option options [String, Pathname] :working_directory the folder the agent works in; it must exist
    # @option options [Boolean] :skip_git_repo_check lets the agent work outside a Git repository
    # @option options [String] :model_reasoning_effort how hard the model thinks: `minimal`, `low`, `medium`, `high`, …
    # @option options [Boolean] :network_access_enabled network for commands in the `workspace-write` sandbox
    # @option options [String] :web_search_mode `disabled`, `cached` or `live`; stronger than `web_search_enabled`
    # @option options [Boolean] :web_search_enabled true is `live`, false is `disabled`
    # @option options [String] :approval_policy `never`, `on-request`, …: when the CLI would ask. In this mode nobody
    #   can answer
    # @option options [Array<String, Pathname>] :additional_directories more folders the agent may write to
    # @option options [String] :thread_source classification of a new thread; not sent when resuming
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def start_thread(**options) = Thread.send(:new, @client, nil, options)

    # Goes on with a conversation. Options are not remembered: give them again.
    #
    # @param thread_id [String] what {Thread#id} gave then. One that the CLI does not know shows in the first turn, as a
    #   {ThreadNotFoundError}
    # @param options see {#start_thread}
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def resume_thread(thread_id, **options)
      Thread.send(:new, @client, JsonOptions.c_string(thread_id, "thread_id"), options)
    end

    # Which CLI is used. Asks it for its version, which takes a moment.
    # @return [CliInfo]
    # @raise [Error]
    def info = CliInfo.new(@client.info)

    # Ends every turn, without waiting for it; none can be started any more.
    # @return [void]
    def close
      @client.close
      nil
    end

    # @return [Boolean]
    def closed? = @client.closed?

    # @return [String] for people
    def inspect = "#<#{self.class} #{closed? ? "closed" : "open"}>"
  end
end
