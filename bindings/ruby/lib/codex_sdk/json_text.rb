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

    # The same, frozen through and through. What is too deep is left out: it costs no event and no result.
    def self.read_frozen(text)
      text = with_whole_characters(text)
      JSON.parse(text, FROZEN)
    rescue JSON::NestingError
      JSON.parse(without_the_depths(text), FROZEN)
    end

    # JSON for what was read, also where Ruby by itself would refuse: numbers too large for a Float, which became
    # infinite and are written as such a number again; and depth.
    # @param state [JSON::State, nil] of whoever generates JSON around it
    def self.write(value, state = nil, *)
      depth = state&.depth
      value.to_json(*state)
    rescue JSON::GeneratorError, JSON::NestingError
      # What it has counted up on its way down.
      state.depth = depth if state
      JSON.generate(value, max_nesting: 0, allow_nan: true).gsub(INFINITE) { |token| INFINITE_AS[token] || token }
    end

    # A number that no Float can hold, as Ruby says it; or a string, in which that means nothing.
    INFINITE = /"(?>[^"\\]+|\\.)*+"|-?Infinity/m
    INFINITE_AS = { "Infinity" => "1e999", "-Infinity" => "-1e999" }.freeze
    private_constant :INFINITE, :INFINITE_AS

    # A string, a bracket, or what is between them.
    TOKEN = /"(?>[^"\\]+|\\.)*+"|[\[{]|[\]}]|[^"\[\]{}]+/mn
    private_constant :TOKEN

    # The text with null for every array and object that is too deep.
    def self.without_the_depths(text)
      depth = 0
      kept = text.b.gsub(TOKEN) do |token|
        case token
        when "[", "{"
          depth += 1
          depth == DEEPEST + 1 ? "null" : (token if depth <= DEEPEST)
        when "]", "}"
          depth -= 1
          token if depth < DEEPEST
        else
          token if depth <= DEEPEST
        end
      end
      kept.force_encoding(text.encoding)
    end
    private_class_method :without_the_depths

    def self.with_whole_characters(text)
      # As bytes, since nobody promises that they are characters.
      bytes = text.b
      return text unless bytes.match?(/\\ud[89a-f]/in)

      bytes.gsub(ESCAPE) { |escape| Regexp.last_match(:half) ? '\ufffd' : escape }.force_encoding(text.encoding)
    end
    private_class_method :with_whole_characters
  end
end
