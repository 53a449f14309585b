# frozen_string_literal: true

module CodexSDK
  # An image for the model: PNG, JPEG, GIF or WebP. Starting a turn with any other file is an {InvalidArgumentError}.
  #
  #     thread.run(["What is wrong here?", CodexSDK::Image.file("page.png")])
  class Image
    # @param path [String, #to_path] a file
    # @return [Image]
    # @raise [InvalidArgumentError] if it is not a path. Whether the file exists is checked when the turn starts
    def self.file(path)
      path = path.to_path if path.respond_to?(:to_path)
      JsonOptions.refuse("path", "must be a string or a Pathname, not #{path.class}") unless path.is_a?(String)

      new({ type: "local_image", path: })
    end

    # @param bytes [String] the content of an image file
    # @return [Image]
    # @raise [InvalidArgumentError] if it is not a string. Whether it is an image is checked when the turn starts
    def self.data(bytes)
      JsonOptions.refuse("bytes", "must be a string, not #{bytes.class}") unless bytes.is_a?(String)

      new({ type: "image", data: [bytes].pack("m0") })
    end

    # @api private
    attr_reader :entry

    # @api private
    def initialize(entry)
      @entry = entry.freeze
      freeze
    end

    # @return [String] the path, or the number of bytes
    def inspect = "#<#{self.class} #{entry[:path]&.inspect || "#{entry[:data].bytesize / 4 * 3} bytes"}>"

    private_class_method :new
  end

  # The prompt of a turn.
  # @api private
  module Input
    FORM = %(a string, or an array such as ["What is this?", Pathname("page.png")])
    private_constant :FORM

    # The prompt as a string, and the options; the prompt is nil if it is the option `input`.
    def self.split(prompt, options)
      case prompt
      when nil
        JsonOptions.refuse("input", "is missing; it must be #{FORM}") unless options.key?(:input)
        [nil, options]
      when String then [JsonOptions.c_string(prompt, "input"), options]
      when Array then [nil, { input: prompt.each_with_index.map { |one, index| entry(one, index) }, **options }]
      else
        JsonOptions.refuse("input", "must be #{FORM}, not #{prompt.class}")
      end
    end

    def self.entry(given, index)
      case given
      when String then { type: "text", text: given }
      when Hash then given
      when Image then given.entry
      else
        return Image.file(given).entry if given.respond_to?(:to_path)

        JsonOptions.refuse("input[#{index}]", "must be a text, a Pathname, a CodexSDK::Image or a hash, not " \
                                              "#{given.class}")
      end
    end
    private_class_method :entry
  end
end
