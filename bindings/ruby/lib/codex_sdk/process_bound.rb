# frozen_string_literal: true

module CodexSDK
  # What belongs to this process's copy of the library. It cannot be copied or marshalled; `REMEDY` of the class says
  # what to do instead.
  # @api private
  module ProcessBound
    private

    def marshal_dump = refuse_copy

    def initialize_copy(_) = refuse_copy

    def refuse_copy
      raise TypeError, "a #{self.class} cannot be copied or marshalled: it belongs to this process. " \
                       "#{self.class.const_get(:REMEDY)}"
    end
  end
end
