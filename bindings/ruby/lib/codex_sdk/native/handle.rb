# frozen_string_literal: true

module CodexSDK
  module Native
    # A handle of the library's. It is a number that the library checks, and so it can be used after it was freed.
    class Handle
      # What frees the handle when its object has been forgotten. It must not know the object.
      def self.release(library, function, slot)
        proc { library.public_send(function, slot.read_pointer) }
      end

      # @return [FFI::MemoryPointer] where the library puts the handle
      attr_reader :slot

      def initialize(function)
        # Before there is anything to free: an exception of a signal handler's may come right after the call.
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
