# frozen_string_literal: true

require "json"
require "set"

module CodexSDK
  # Options and texts as the library takes them. What an option may be, the library itself says.
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

        refuse(name, "has bytes that are not UTF-8, which cannot be passed on: #{text.byteslice(0, 100).inspect}")
      rescue EncodingError => e
        refuse(name, "cannot be said in UTF-8: #{e.message}")
      end

      # The same, for what goes to C as a string of its own.
      def c_string(text, name)
        refuse(name, "must be a string, not #{text.class}: #{text.inspect}") unless text.is_a?(String)

        text = utf8(text, name)
        return text unless text.include?("\0")

        refuse(name, "has a NUL character, which cannot be passed on: #{text[0, 100].inspect}")
      end

      def refuse(name, complaint)
        raise InvalidArgumentError.new("#{name || "the options"} #{complaint}", "option" => name)
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
        else plain_object(value, name)
        end
      end

      def plain_hash(hash, name, depth)
        hash.to_h do |key, value|
          refuse(name, "has a key that is no string: #{key.inspect}") unless key.is_a?(String) || key.is_a?(Symbol)

          key = utf8(key.to_s, name)
          [key, plain(value, name ? "#{name}.#{key}" : key, depth + 1)]
        end
      end

      def plain_list(list, name, depth)
        list.each_with_index.map { |one, index| plain(one, "#{name}[#{index}]", depth + 1) }
      end

      def plain_object(value, name)
        return utf8(value.to_path, name) if value.respond_to?(:to_path)

        refuse(name, "cannot be said in JSON: #{value.inspect}")
      end
    end
  end
end
