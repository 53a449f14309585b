# frozen_string_literal: true

require "json"

module CodexSDK
  # The JSON of the CLI and of the library, some of which Ruby's own parser and generator refuse.
  # @api private
  module JsonText
    # How deep arrays and objects may be nested. A fiber's stack has room for some levels more.
    DEEPEST = 1000

    # An escape in a string; `half` is a lone surrogate.
    ESCAPE = /\\(?:ud[89ab]\h\h\\ud[c-f]\h\h|u(?<half>d[89a-f]\h\h)|.)/in
    private_constant :ESCAPE

    OPTIONS = { max_nesting: DEEPEST, allow_duplicate_key: true }.freeze
    private_constant :OPTIONS

    # Parses JSON. Of two equal keys the last one counts: a web search has its `id` twice. A lone surrogate becomes
    # U+FFFD.
    # @raise [JSON::ParserError] if it is not JSON, or nested too deeply
    def self.read(text, **options)
      JSON.parse(with_whole_characters(text), { **OPTIONS, **options })
    end

    # The same, but values that are nested too deeply become nil, so that they cost no event and no result.
    # @raise [JSON::ParserError] if it is not JSON
    def self.read_tolerant(text)
      text = with_whole_characters(text)
      JSON.parse(text, OPTIONS)
    rescue JSON::NestingError
      JSON.parse(without_the_depths(text), OPTIONS)
    end

    # Does that for several texts, as one array: that is faster. nil stands for a text that Ruby cannot parse.
    # @return [Array<Object>]
    def self.read_all(texts)
      return read_each(texts) if texts.size < 2

      together = JSON.parse(with_whole_characters("[#{texts.join(",")}]"), OPTIONS)
      together.size == texts.size ? together : read_each(texts)
    rescue JSON::ParserError
      read_each(texts)
    end

    def self.read_each(texts)
      texts.map do |text|
        read_tolerant(text)
      rescue JSON::ParserError
        nil
      end
    end
    private_class_method :read_each

    # Parsed JSON with symbols as keys.
    def self.symbolized(value)
      case value
      when Hash then value.to_h { |name, one| [name.to_sym, symbolized(one)] }
      when Array then value.map { |one| symbolized(one) }
      else value
      end
    end

    # Generates JSON for what was parsed, also where Ruby would refuse: deep nesting; and infinite numbers, which stand
    # for numbers too large for a Float and are written as such a number again.
    # @param state [JSON::State, nil] that of the generator that calls this
    def self.write(value, state = nil, *)
      depth = state&.depth
      value.to_json(*state)
    rescue JSON::GeneratorError, JSON::NestingError
      # The failed attempt has changed it.
      state.depth = depth if state
      generate(value)
    end

    # The same by itself, whatever `to_json` is in the program.
    def self.generate(value)
      JSON.generate(value, max_nesting: 0, allow_nan: true).gsub(INFINITE) { |token| INFINITE_AS[token] || token }
    end

    # An infinite number as Ruby writes it; or a string, in which the word means nothing.
    INFINITE = /"(?>[^"\\]+|\\.)*+"|-?Infinity/m
    INFINITE_AS = { "Infinity" => "1e999", "-Infinity" => "-1e999" }.freeze
    private_constant :INFINITE, :INFINITE_AS

    # A string, a bracket, or anything between them.
    TOKEN = /"(?>[^"\\]+|\\.)*+"|[\[{]|[\]}]|[^"\[\]{}]+/mn
    private_constant :TOKEN

    # The text with null for every array and object that is nested too deeply.
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
      # As bytes: they may not be valid characters.
      bytes = text.b
      return text unless bytes.include?("\\u") && bytes.match?(/\\ud[89a-f]/in)

      bytes.gsub(ESCAPE) { |escape| Regexp.last_match(:half) ? '\ufffd' : escape }.force_encoding(text.encoding)
    end
    private_class_method :with_whole_characters
  end
end
