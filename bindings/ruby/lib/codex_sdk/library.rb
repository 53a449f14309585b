# frozen_string_literal: true

require "ffi"

module CodexSDK
  # Finds the C library and loads it.
  # @api private
  module Library
    # Names another library to load.
    VARIABLE = "CODEX_SDK_LIBRARY"
    ABI_VERSION = 1

    OK = 0
    TIMEOUT = 1
    END_OF_TURN = 2

    FILE, SYSTEM =
      if FFI::Platform.mac?
        %w[libcodex_sdk.dylib libcodex_sdk.0.dylib]
      else
        %w[libcodex_sdk.so libcodex_sdk.so.0]
      end

    # name: [parameters, result]. Handles, strings to free and out-parameters are pointers.
    FUNCTIONS = {
      abi_version: [[], :uint32],
      status_name: [[:int32], :string],
      string_free: [[:pointer], :void],
      client_new: [%i[string pointer pointer], :int32],
      client_info: [%i[pointer pointer pointer], :int32],
      client_request: [%i[pointer string string int32 pointer pointer], :int32],
      client_next: [%i[pointer int32 pointer pointer pointer], :int32],
      client_fd: [[:pointer], :int],
      client_free: [[:pointer], :void],
      thread_start: [%i[pointer string pointer pointer], :int32],
      thread_resume: [%i[pointer string string pointer pointer], :int32],
      thread_fork: [%i[pointer string string pointer pointer], :int32],
      thread_id: [%i[pointer pointer pointer], :int32],
      thread_free: [[:pointer], :void],
      turn_start: [%i[pointer string string pointer pointer], :int32],
      turn_next_batch: [%i[pointer int32 pointer pointer pointer pointer], :int32],
      turn_fd: [[:pointer], :int],
      turn_wait: [%i[pointer int32 pointer pointer], :int32],
      turn_respond: [%i[pointer string string pointer], :int32],
      turn_steer: [%i[pointer string string pointer], :int32],
      turn_id: [%i[pointer pointer pointer], :int32],
      turn_cancel: [[:pointer], :int32],
      turn_free: [[:pointer], :void]
    }.freeze

    # They read files, start a process or wait for one. Other threads of the program run meanwhile.
    BLOCKING = %i[client_new client_info client_request turn_start].freeze

    class << self
      # The functions as methods of a module, without their prefix.
      def load
        places = self.places
        file = places.find { |place| !place.include?("/") || File.exist?(place) } || places.last
        functions = attached(file, places)
        found = functions.abi_version
        return functions if found == ABI_VERSION

        refuse "#{file} has ABI version #{found}, but this gem needs #{ABI_VERSION}"
      end

      # Where the library may be, in this order. The last one is a name that the system looks up.
      def places
        named = ENV.fetch(VARIABLE, "")
        return [named] unless named.empty?

        folder = File.expand_path("../..", __dir__)
        in_a_clone = File.exist?("#{folder}/codex_sdk.gemspec")
        ["#{__dir__}/#{FILE}", *(File.expand_path("../../target/release/#{FILE}", folder) if in_a_clone), SYSTEM]
      end

      private

      def attached(file, places)
        Module.new.tap do |functions|
          functions.extend(FFI::Library)
          functions.ffi_lib(file)
          FUNCTIONS.each do |name, (parameters, result)|
            blocking = BLOCKING.include?(name)
            functions.attach_function(name, "codex_sdk_#{name}", parameters, result, blocking:)
          end
        end
      rescue FFI::NotFoundError => e
        refuse "#{file} is not libcodex_sdk, or too old for this gem: #{e.message}"
      rescue LoadError => e
        refuse not_loaded(file, places, e)
      end

      def not_loaded(file, places, error)
        if ENV.fetch(VARIABLE, "") == file
          "cannot load the library that #{VARIABLE} names: #{error.message}"
        elsif places.any? { |place| File.exist?(place) }
          "cannot load #{file}: #{error.message}"
        else
          "libcodex_sdk was not found. Searched: #{places.join(", ")}. In a clone of the repository, run " \
            "`make build`; or set the environment variable #{VARIABLE} to its path"
        end
      end

      def refuse(message)
        raise LibraryError, message
      end
    end
  end

  LOADING = ::Thread::Mutex.new
  private_constant :LOADING

  # The library's functions. Loads it at the first use, so a program may fork before it needs the agent.
  # @api private
  def self.library
    unless Ractor.current == Ractor.main
      raise LibraryError, "only the main Ractor can run turns; pass their events and results to other Ractors"
    end

    @library || LOADING.synchronize { @library ||= Library.load }
  end
end
