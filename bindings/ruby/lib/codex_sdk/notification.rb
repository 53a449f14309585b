# frozen_string_literal: true

module CodexSDK
  # A notification of the app-server that belongs to no turn, from {Codex#next_notification}: about logins, rate limits,
  # warnings about the configuration, or threads that others use.
  class Notification < Event::Notification
    known_as "notification", :method, :params, :dropped

    # @api private
    def self.of(raw, line) = new(raw.is_a?(Hash) ? raw : {}, line)

    # @return [Integer] how many notifications before this one were discarded because nobody read them
    def dropped = Fields.integer(@raw["dropped"]) || 0

    private

    def deconstruct_key(key, found)
      key == :dropped ? found[:dropped] = dropped : super
    end
  end
end
