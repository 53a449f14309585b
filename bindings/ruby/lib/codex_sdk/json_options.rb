# frozen_string_literal: true

require "json"
require "set"

module CodexSDK
  # Options and texts as the library takes them. What an option may be, the library itself says.
  #
  # No refusal shows a value: it may be a key.
  # @api private
  module JsonOptions
    # Of objects within each other; the library reads some more.
    DEEPEST = 100

    class << self
      # Options as the text of a JSON object.
      def text(options)
        JSON.generate(plain(options, nil, 0), max_nesting: 0)
      end

      # A text in UTF-8, or a refusal that begins with its name.
      def utf8(text, name)
        encoded = text.encoding == Encoding::UTF_8 ? text : transcoded(text)
        return encoded if encoded.valid_encoding?

        valid = encoded.each_char.take_while(&:valid_encoding?).size
        refuse(name, "has bytes that are not UTF-8, which cannot be passed on: they begin after #{valid} characters")
      rescue EncodingError
        refuse(name, "cannot be said in UTF-8; it is in #{text.encoding}")
      end

      # The same, for what goes to C as a string of its own.
      def c_string(text, name)
        refuse(name, "must be a string, not #{text.class}") unless text.is_a?(String)

        text = utf8(text, name)
        return text unless text.include?("\0")

        refuse(name, "has a NUL character, which cannot be passed on: after #{text.index("\0")} others")
      end

      # What is said to the agent is `input` for the library, and the prompt for the gem.
      def refuse(name, complaint)
        said = { nil => "the options", "input" => "the prompt" }.fetch(name, name)
        raise InvalidArgumentError.new("#{said} #{complaint}", "option" => name)
      end

      private

      # In the C locale, names of files and variables come as ASCII; what has been read as binary may be a text, too.
      def transcoded(text)
        case text.encoding
        when Encoding::US_ASCII, Encoding::BINARY then text.dup.force_encoding(Encoding::UTF_8)
        else text.encode(Encoding::UTF_8)
        end
      end

      def plain(value, name, depth)
        refuse(name, "are nested too deeply, or contain themselves") if depth > DEEPEST

        case value
        when nil, true, false, Integer then value
        when String then utf8(value, name)
        when Symbol then utf8(value.name, name)
        when Float then value.finite? ? value : refuse(name, "cannot be said in JSON: #{value}")
        when Hash then plain_hash(value, name, depth)
        when Array, Set then plain_list(value, name, depth)
        else plain_object(value, name, depth + 1)
        end
      end

      def plain_hash(hash, name, depth)
        hash.to_h do |key, value|
          refuse(name, "has a key that is no string but a #{key.class}") unless key.is_a?(String) || key.is_a?(Symbol)

          key = utf8(key.to_s, name)
          [key, plain(value, name ? "#{name}.#{key}" : key, depth + 1)]
        end
      end

      def plain_list(list, name, depth)
        list.each_with_index.map { |one, index| plain(one, "#{name}[#{index}]", depth + 1) }
      end

      def plain_object(value, name, depth)
        return utf8(value.to_path, name) if value.respond_to?(:to_path)

        hash = hash_of(value)
        hash ? plain_hash(hash, name, depth) : refuse(name, "cannot be said in JSON: a #{value.class}")
      end

      # Of ENV, say, or a Struct. What is enumerable has to_h, too, but not always pairs.
      def hash_of(value)
        return value.to_hash if value.respond_to?(:to_hash)

        value.to_h if value.respond_to?(:to_h)
      rescue TypeError, ArgumentError
        nil
      end
    end
  end
end
