# frozen_string_literal: true

module CodexSDK
  module Native
    # A handle of the library. The library checks it, so using it after it was freed is an error, not a crash.
    class Handle
      # What frees the handle when its object is garbage. It must not refer to the object.
      def self.release(library, function, slot)
        proc { library.public_send(function, slot.read_pointer) }
      end

      # @return [FFI::MemoryPointer] where the library puts the handle
      attr_reader :slot

      def initialize(function)
        # Before there is anything to free: a signal handler may raise right after the call that fills the slot.
        @slot = FFI::MemoryPointer.new(:pointer)
        @release = self.class.release(CodexSDK.library, function, @slot)
        ObjectSpace.define_finalizer(self, @release)
      end

      def pointer = @slot.read_pointer

      def free
        ObjectSpace.undefine_finalizer(self)
        @release.call
      end
    end
  end
end
