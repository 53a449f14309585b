# frozen_string_literal: true

# `make vocabulary` writes the @option tags in here from schema/sdk.json.
module CodexSDK
  # A connection to the Codex CLI, and the owner of its threads and turns: they end when it is closed.
  #
  # Close it before a fork, and make another one in the child.
  class Codex
    include ProcessBound

    REMEDY = "Make another one there, with the same options."
    private_constant :REMEDY

    # Makes a `Codex` object. With a block, yields it and closes it afterwards.
    #
    # @param (see #initialize)
    # @option (see #initialize)
    # @yieldparam codex [Codex]
    # @return [Codex, Object] what the block returns, if there is one
    def self.open(**options)
      codex = new(**options)
      return codex unless block_given?

      begin
        yield codex
      ensure
        codex.close
      end
    end

    # Finds the CLI; {#info} says which. The library searches `codex_path_override`, `$CODEX_SDK_CLI`, `node_modules`
    # above the Ruby interpreter and above the library, the global `node_modules`, the standalone installation, and
    # `PATH`.
    #
    # @param options client options; nil is the same as leaving one out
    # @option options [String, Pathname] :codex_path_override Path of the Codex CLI to run, absolute or relative to
    #   the current directory. A name without `/` is looked up in `PATH`. The library then searches nowhere else.
    # @option options [String] :base_url Base URL of the OpenAI API: the CLI's `openai_base_url`. The variable
    #   `OPENAI_BASE_URL` stays as it is, so the agent's commands do not see this URL.
    # @option options [String] :api_key API key. The CLI gets it as `CODEX_API_KEY` in its environment, never on its
    #   command line. Without it the CLI uses its own login.
    # @option options [Boolean] :api_key_in_commands `true` lets the commands that the agent runs see `CODEX_API_KEY`.
    #   By default they find it empty, unless your configuration sets `shell_environment_policy`.
    # @option options [Hash{String => String}, #to_hash] :env The CLI's complete environment. By default it is a copy
    #   of the program's, taken when the `Codex` object is made. A relative `HOME`, `CODEX_HOME` or `TMPDIR` is made
    #   absolute at that time.
    # @option options [Hash] :config configuration of the CLI, nested as in its `config.toml`
    # @option options [Array<String>] :config_overrides Raw `key=value` configuration, each value in TOML. Applied
    #   after `config`.
    # @option options [String] :originator How the program names itself to the service. Default `codex_sdk_rb`.
    # @option options [Integer] :helper_grace_ms How long `notify` and hook programs that the CLI starts when a turn
    #   completes may keep running after the turn. Processes left behind by the agent's commands get no such time.
    #   Default 10000.
    # @option options [String, Pathname] :record Folder to record each turn in, one file of JSON lines per turn. It is
    #   created if it does not exist.
    # @option options [String, Pathname] :replay Folder of recordings that answer the turns. No CLI is searched for or
    #   started.
    # @option options [Numeric] :replay_speed Playback speed: 1 is real time, 2 is twice as fast, 0 is without delays.
    #   Default 0.
    # @option options [String, Symbol] :replay_match Which recording answers a turn: `prompt` takes the first unused
    #   one with the same prompt and images, `order` takes the next one whatever the prompt. Default `prompt`.
    # @raise [InvalidArgumentError, CliNotFoundError, ForkedError, LibraryError]
    def initialize(**options)
      raise InvalidArgumentError, "Codex.new takes no block; use Codex.open, which closes after it" if block_given?

      @client = Native::Client.new({ originator: "codex_sdk_rb", **options.compact })
    end

    # Starts a thread. The agent does not hear of it until its first turn.
    #
    # Values that belong to the CLI, such as models, are passed on unchecked.
    #
    # @param options thread options; nil is the same as leaving one out
    # @option options [String] :model model to use
    # @option options [String, Symbol] :sandbox_mode what the agent's commands may do: `read-only`, `workspace-write`
    #   or `danger-full-access`
    # @option options [String, Pathname] :working_directory Folder the agent works in. It must exist when the thread
    #   is made and at each turn. Default: the current directory when the thread is made.
    # @option options [Boolean] :skip_git_repo_check lets the agent work outside a Git repository
    # @option options [String, Symbol] :model_reasoning_effort how hard the model thinks: `minimal`, `low`, `medium`,
    #   `high`, `xhigh`, `max`, `ultra` or `persistent`
    # @option options [Boolean] :network_access_enabled whether commands in the `workspace-write` sandbox may use the
    #   network
    # @option options [String, Symbol] :web_search_mode Whether and how the agent may search the web: `disabled`,
    #   `cached`, `indexed` or `live`. Takes precedence over `web_search_enabled`.
    # @option options [Boolean] :web_search_enabled `true` means `live`, `false` means `disabled`
    # @option options [String, Symbol] :approval_policy When the CLI asks for approval: `untrusted`, `on-failure`,
    #   `on-request` or `never`. Nobody can answer in this mode of the CLI.
    # @option options [Array<String, Pathname>] :additional_directories More folders the agent may write to. Relative
    #   paths are resolved against `working_directory`.
    # @option options [String] :thread_source Classification of a new thread. Not sent when a thread is resumed.
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def start_thread(**options) = Thread.send(:new, @client, nil, options)

    # Continues a thread. Its options are not remembered: give them again.
    #
    # @param thread_id [String] the thread's {Thread#id}. If the CLI does not know it, the first turn raises a
    #   {ThreadNotFoundError}
    # @param options see {#start_thread}
    # @return [Thread]
    # @raise [InvalidArgumentError, InvalidHandleError]
    def resume_thread(thread_id, **options)
      Thread.send(:new, @client, JsonOptions.c_string(thread_id, "thread_id"), options)
    end

    # The CLI in use. Asks it for its version, which takes a moment.
    # @return [CliInfo]
    # @raise [Error]
    def info = CliInfo.new(@client.info)

    # Ends every turn, without waiting for that. No more can be started.
    # @return [void]
    def close
      @client.close
      nil
    end

    # @return [Boolean]
    def closed? = @client.closed?

    # @return [String] whether it is open
    def inspect = "#<#{self.class} #{closed? ? "closed" : "open"}>"
  end
end
