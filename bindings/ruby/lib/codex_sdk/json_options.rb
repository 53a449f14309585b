# frozen_string_literal: true

require "json"
require "set"

module CodexSDK
  # Options and texts in the form that the library takes. The library itself checks what an option may be.
  #
  # No error shows a value, since it may be an API key.
  # @api private
  module JsonOptions
    # How deep options may be nested. The library reads some levels more.
    DEEPEST = 100

    class << self
      # Options as JSON.
      def text(options)
        JSON.generate(plain(options, nil, 0), max_nesting: 0)
      end

      # A text in UTF-8. `name` begins the error for one that cannot be.
      def utf8(text, name)
        encoded = text.encoding == Encoding::UTF_8 ? text : transcoded(text)
        return encoded if encoded.valid_encoding?

        valid = encoded.each_char.take_while(&:valid_encoding?).size
        refuse(name, "is not valid UTF-8 after #{valid} #{valid == 1 ? "character" : "characters"}")
      rescue EncodingError
        refuse(name, "cannot be converted from #{text.encoding} to UTF-8")
      end

      # The same for a string that goes to C by itself, where a NUL would end it.
      def c_string(text, name)
        refuse(name, "must be a string, not #{text.class}") unless text.is_a?(String)

        text = utf8(text, name)
        return text unless text.include?("\0")

        refuse(name, "must not contain a NUL character, but has one at index #{text.index("\0")}")
      end

      # The library's `input` is the prompt argument of this gem.
      def refuse(name, complaint)
        subject = { nil => "the options", "input" => "the prompt" }.fetch(name, name)
        raise InvalidArgumentError.new("#{subject} #{complaint}", "option" => name)
      end

      private

      # In the C locale, names of files and variables are ASCII for Ruby; and a string read as binary may be text.
      def transcoded(text)
        case text.encoding
        when Encoding::US_ASCII, Encoding::BINARY then text.dup.force_encoding(Encoding::UTF_8)
        else text.encode(Encoding::UTF_8)
        end
      end

      def plain(value, name, depth)
        refuse(name, "is nested too deeply, or contains itself") if depth > DEEPEST

        case value
        when nil, true, false, Integer then value
        when String then utf8(value, name)
        when Symbol then utf8(value.name, name)
        when Float then value.finite? ? value : refuse(name, "cannot be represented as JSON: #{value}")
        when Hash then plain_hash(value, name, depth)
        when Array, Set then plain_list(value, name, depth)
        else plain_object(value, name, depth + 1)
        end
      end

      def plain_hash(hash, name, depth)
        hash.to_h do |key, value|
          key = utf8(key_text(key, name), name)
          [key, plain(value, name ? "#{name}.#{key}" : key, depth + 1)]
        end
      end

      def key_text(key, name)
        return key.to_s if key.is_a?(String) || key.is_a?(Symbol)

        refuse(name, "has a key that is #{article(key.class)}, not a string")
      end

      def plain_list(list, name, depth)
        list.each_with_index.map { |one, index| plain(one, "#{name}[#{index}]", depth + 1) }
      end

      def plain_object(value, name, depth)
        return utf8(value.to_path, name) if value.respond_to?(:to_path)

        hash = hash_of(value)
        hash ? plain_hash(hash, name, depth) : refuse(name, "cannot be represented as JSON: #{article(value.class)}")
      end

      # The hash of ENV or a Struct, for example. Enumerables have to_h, too, but not all consist of pairs.
      def hash_of(value)
        return value.to_hash if value.respond_to?(:to_hash)

        value.to_h if value.respond_to?(:to_h)
      rescue TypeError, ArgumentError
        nil
      end

      def article(type) = "#{type.name.to_s.match?(/\A[AEIOU]/) ? "an" : "a"} #{type}"
    end
  end
end
