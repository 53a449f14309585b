# frozen_string_literal: true

module CodexSDK
  # What stands for something in this process's library, of which there can be no second one: neither a copy nor, in
  # another process or Ractor, what Marshal writes. `ELSEWHERE` of the class says what to do instead.
  # @api private
  module OfThisProcess
    private

    def marshal_dump = refuse_a_second_one

    def initialize_copy(_) = refuse_a_second_one

    def refuse_a_second_one
      raise TypeError, "a #{self.class} cannot be copied or dumped: it belongs to this process. " \
                       "#{self.class.const_get(:ELSEWHERE)}"
    end
  end
end
