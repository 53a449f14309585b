# frozen_string_literal: true

require "json"

module CodexSDK
  # The JSON of the CLI and of the library, which take some for JSON that Ruby does not.
  # @api private
  module JsonText
    # Of arrays and objects within each other; a fiber's stack has room for some more.
    DEEPEST = 1000

    # An escape in a string; `half` is one half of a surrogate pair without the other.
    ESCAPE = /\\(?:ud[89ab]\h\h\\ud[c-f]\h\h|u(?<half>d[89a-f]\h\h)|.)/in
    private_constant :ESCAPE

    OPTIONS = { max_nesting: DEEPEST, allow_duplicate_key: true }.freeze
    FROZEN = { **OPTIONS, freeze: true }.freeze
    private_constant :OPTIONS, :FROZEN

    # Of two equal keys the last one counts: a web search has its `id` twice. Half a character becomes U+FFFD.
    # @raise [JSON::ParserError] for what is no JSON, or too deep
    def self.read(text, **options)
      JSON.parse(with_whole_characters(text), { **OPTIONS, **options })
    end

    # The same, frozen through and through.
    def self.read_frozen(text) = JSON.parse(with_whole_characters(text), FROZEN)

    def self.with_whole_characters(text)
      # As bytes, since nobody promises that they are characters.
      bytes = text.b
      return text unless bytes.match?(/\\ud[89a-f]/in)

      bytes.gsub(ESCAPE) { |escape| Regexp.last_match(:half) ? '\ufffd' : escape }.force_encoding(text.encoding)
    end
    private_class_method :with_whole_characters
  end
end
