# frozen_string_literal: true

require "io/wait" unless IO.method_defined?(:wait_readable)

module CodexSDK
  module Native
    # A turn. Nothing waits inside the library; Ruby waits for the turn's descriptor.
    #
    # What the library lends is good until its next answer, and so it is taken and copied under a lock. The handle is
    # freed as soon as the turn has ended or was closed; by the last one who waits for its descriptor, if somebody does.
    class Turn
      # Seconds between two looks where nothing but looking is possible.
      LOOK = 0.05

      # How a turn has ended: with a result or with an error.
      Ending = Struct.new(:result, :error)
      private_constant :Ending

      # @param thread [Native::Thread] is kept, and with it the client: the turn would end with it
      def initialize(thread)
        @thread = thread
        @lock = ::Thread::Mutex.new
        @waiting = {}.compare_by_identity
        @lines = []
        @unread_items = []
        @handle = Handle.new(:turn_free)
        @events = FFI::MemoryPointer.new(:pointer)
        @length = FFI::MemoryPointer.new(:size_t)
      end

      # Whoever makes a turn knows what to close before there is anything, at whatever moment this is interrupted.
      def start(prompt, options)
        Native.call(:turn_start, @thread.pointer, prompt, JsonOptions.text(options), @handle.slot)
        @thread.begun
      end

      # The next line, or nil if there is none now; then {#over?} says whether another one will come.
      def next_line
        @lock.synchronize do
          Native.uninterrupted { take } if @lines.empty?
          @lines.shift
        end
      end

      # Whether the turn has ended and its lines were taken. Raises how, if not well.
      def over?
        ending = guarded { @ending if @lines.empty? }
        raise ending.error.dup if ending&.error

        !ending.nil?
      end

      # The result, with the items of what was not read as lines; or nil if the turn has not ended, or more is there to
      # be taken.
      def result
        ending = guarded do
          # What was taken before comes first.
          take if @lines.empty?
          @unread_items.concat(items_of(@lines))
          @lines.clear
          @ending
        end
        return unless ending
        raise ending.error.dup if ending.error

        ending.result.merge("items" => @unread_items.dup.freeze)
      end

      # Waits for something to take, so many seconds or for ever. Other threads and fibers go on.
      # @return [Boolean] whether there is something
      def wait(timeout)
        # Nothing is masked here: masks are a thread's, and other fibers of it go on.
        waiter = Object.new
        begin
          !enter(waiter) || wait_for_descriptor(timeout)
        ensure
          leave(waiter)
        end
      end

      # Asks the turn to end. No lock is taken: a signal handler of Ruby's may do this.
      def cancel
        CodexSDK.library.turn_cancel(@handle.pointer)
      end

      # Takes what there is and forgets it.
      # @return [Boolean] whether the turn has ended
      def drain
        guarded do
          take
          @lines.clear
          ended?
        end
      end

      # Gives the turn back, however far it is. Does not wait.
      def close
        guarded do
          @lines.clear
          unless @ending
            @thread.leave
            end_with(error: TurnCancelledError.new("this turn was closed"))
          end
        end
      end

      def ended? = !@ending.nil?

      private

      # For moments: the library does not wait in there.
      def guarded(&)
        @lock.synchronize { Native.uninterrupted(&) }
      end

      # Whether lines have come.
      def take
        return if @ending

        status, error = Native.attempt(:turn_next_batch, @handle.pointer, 0, @events, @length, nil)
        case status
        when Library::OK then @lines.concat(lent_lines)
        when Library::TIMEOUT then nil
        when Library::END_OF_TURN then finish
        else end_with(error:)
        end
        !@lines.empty?
      end

      # Each line ends with a NUL.
      def lent_lines
        text = @events.read_pointer.read_bytes(@length.read(:size_t))
        text.force_encoding(Encoding::UTF_8).split("\0")
      end

      # Its items were taken as lines.
      def finish
        text = FFI::MemoryPointer.new(:pointer)
        _, error = Native.attempt(:turn_wait, @handle.pointer, 0, text)
        error ? end_with(error:) : end_with(result: JsonText.read_frozen(Native.take(text)))
      rescue JSON::ParserError => e
        end_with(error: InternalError.new("the turn has completed, but Ruby cannot read its result: #{e.message}"))
      end

      def end_with(result: nil, error: nil)
        @ending = Ending.new(result, error)
        @handle.free if @waiting.empty?
      end

      def items_of(lines)
        lines.map { |line| Event.parse(line) }.grep(Event::ItemCompleted).map { |event| event.raw["item"] }
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
          # None is left in this process: taking will tell, until the time is up.
          return false if timeout&.zero?

          sleep(timeout ? [timeout, LOOK].min : LOOK)
          return true
        end

        # The library owns it, and it is the same all the time.
        @io ||= IO.for_fd(descriptor, "r", autoclose: false)
        !@io.wait_readable(timeout).nil?
      end
    end
  end
end
