# frozen_string_literal: true

require "io/wait" unless IO.method_defined?(:wait_readable)

module CodexSDK
  module Native
    # A turn. Nothing waits inside the library; Ruby waits for the turn's descriptor.
    #
    # The library lends its events until the next call, so they are copied under a lock, and then parsed together. The
    # handle is freed as soon as the turn has ended or was closed; if somebody waits for its descriptor then, the last
    # one to wait frees it.
    class Turn
      # Seconds between two attempts if the process has no descriptor left to wait for.
      POLL_INTERVAL = 0.05

      # How a turn has ended: with a result or with an error.
      Ending = Struct.new(:result, :error)
      NONE = [].freeze
      private_constant :Ending, :NONE

      # @param thread [Native::Thread] is kept alive, and with it the client: the turn would end with it
      # @param handlers [Handlers] get each event before anybody reads it
      def initialize(thread, handlers)
        @thread = thread
        @handlers = handlers
        @lock = ::Thread::Mutex.new
        @waiting = {}.compare_by_identity
        @lines = NONE
        @ready = ::Thread::Queue.new
        @unread_items = []
        @handle = Handle.new(:turn_free)
        @events = FFI::MemoryPointer.new(:pointer)
        @length = FFI::MemoryPointer.new(:size_t)
      end

      # Separate from `new`, so that the caller has something to close whenever this is interrupted.
      def start(prompt, options)
        Native.call(:turn_start, @thread.pointer, prompt, JsonOptions.text(options), @handle.slot)
        @thread.turn_started(self)
      end

      # @return [Event, nil] the next event; nil if there is none now, and {#over?} then says whether more will come
      def next_event
        @ready.pop(true)
      rescue ThreadError
        @lock.synchronize do
          Native.uninterrupted { take } if @lines.empty?
          parse
        end
        pop
      end

      # Whether the turn has ended and all its events were taken. Raises the turn's error, if it ended with one.
      def over?
        ending = guarded { @ending if @lines.empty? && @ready.empty? }
        raise_errors(ending)
        !ending.nil?
      end

      # The result, with the items of the events that were not taken; nil if the turn has not ended yet.
      def result
        ending = guarded do
          # What was taken before comes first.
          take if @lines.empty? && @ready.empty?
          parse
          while (event = pop)
            @unread_items << event.item.raw if event.is_a?(Event::ItemCompleted)
          end
          @ending
        end
        return unless ending

        raise_errors(ending)
        Ractor.make_shareable({ **ending.result, "items" => @unread_items.dup })
      end

      # Waits for events or the end, for so many seconds or indefinitely. Other threads and fibers run meanwhile.
      # @return [Boolean] whether there is something
      def wait(timeout)
        # Nothing is masked here: a mask belongs to the thread, and other fibers of it run.
        waiter = Object.new
        begin
          !enter(waiter) || wait_for_descriptor(timeout)
        ensure
          leave(waiter)
        end
      end

      # Asks the turn to end. Takes no lock, so a signal handler may do this.
      def cancel
        CodexSDK.library.turn_cancel(@handle.pointer)
      end

      # Answers a request of the agent. After the end there is nothing to answer.
      def respond(request_id, response)
        guarded { Native.call(:turn_respond, @handle.pointer, request_id, response) unless @ending }
      end

      # Says something to the agent. After the end nobody listens.
      def steer(prompt, options)
        guarded { Native.call(:turn_steer, @handle.pointer, prompt, JsonOptions.text(options)) unless @ending }
      end

      # A handler failed. The end of the turn raises the error, unless the end has been told already.
      def handler_failed(error)
        guarded { @failure ||= error unless @ending }
      end

      # @return [String, nil]
      def id = guarded { @ending ? @id : ask_for_id }

      # Discards all events that have come.
      # @return [Boolean] whether the turn has ended
      def drain
        guarded do
          take
          discard
          ended?
        end
      rescue IoError, InternalError
        # Whoever drains a turn is about to free it.
        true
      end

      # Frees the turn, whether it has ended or not. Does not wait.
      def close
        guarded do
          discard
          unless @ending
            @thread.turn_abandoned
            end_with(error: TurnCancelledError.new("this turn was closed"))
          end
        end
      end

      def ended? = !@ending.nil?

      private

      # Only for moments: the library does not wait in there.
      def guarded(&)
        @lock.synchronize { Native.uninterrupted(&) }
      end

      # @return [Event, nil] one that is ready
      def pop
        @ready.pop(true)
      rescue ThreadError
        nil
      end

      # Makes events of the lines. An interruption loses none: the lines stay until their events are ready.
      def parse
        return if @lines.empty?

        documents = JsonText.read_all(@lines)
        Native.uninterrupted do
          @lines.each_with_index do |line, index|
            event = Event.of(documents[index], line)
            @handlers.handle(event, self)
            @ready << event
          end
          @lines = NONE
        end
      end

      def raise_errors(ending)
        raise ending.error.dup, cause: @failure if ending&.error
        raise @failure.dup, cause: @failure.cause if ending && @failure
      end

      def discard
        @lines = NONE
        @ready.clear
      end

      # Takes the lines that have come, or the end.
      def take
        return if @ending

        status, error = Native.attempt(:turn_next_batch, @handle.pointer, 0, @events, @length, nil)
        case status
        when Library::OK then @lines = borrowed_lines
        when Library::TIMEOUT then nil
        when Library::END_OF_TURN then finish
        else fail_with(error)
        end
      end

      # An error of the turn ends it. These two may concern a single call, as for lack of memory: nothing is lost then,
      # and the next call asks again.
      def fail_with(error)
        raise error if error.is_a?(IoError) || error.is_a?(InternalError)

        end_with(error:)
      end

      # Each ends with a NUL.
      def borrowed_lines
        @events.read_pointer.read_bytes(@length.read(:size_t)).force_encoding(Encoding::UTF_8).split("\0")
      end

      # Asks for the result. Its items came as events.
      def finish
        text = FFI::MemoryPointer.new(:pointer)
        _, error = Native.attempt(:turn_wait, @handle.pointer, 0, text)
        error ? fail_with(error) : end_with(result: JsonText.read_tolerant(Native.take(text)))
      rescue JSON::ParserError => e
        end_with(error: InternalError.new("the turn completed, but Ruby cannot parse its result: #{e.message}"))
      end

      def end_with(result: nil, error: nil)
        @id = ask_for_id
        @ending = Ending.new(result, error)
        @handle.free if @waiting.empty?
      end

      # nil also for a turn that never started, or was forked.
      def ask_for_id
        Native.text(:turn_id, @handle.pointer)
      rescue Error
        nil
      end

      # Whether there is something to wait for.
      def enter(waiter)
        @lock.synchronize { @waiting[waiter] = true unless @ending }
      end

      def leave(waiter)
        guarded do
          @waiting.delete(waiter)
          @handle.free if @ending && @waiting.empty?
        end
      end

      def wait_for_descriptor(timeout)
        descriptor = CodexSDK.library.turn_fd(@handle.pointer)
        if descriptor.negative?
          # The process has none left, so there is nothing to wait for but the next attempt.
          return false if timeout&.zero?

          sleep(timeout ? [timeout, POLL_INTERVAL].min : POLL_INTERVAL)
          return true
        end

        # The library owns it, and it is the same all the time.
        @io ||= IO.for_fd(descriptor, "r", autoclose: false)
        !@io.wait_readable(timeout).nil?
      end
    end
  end
end
