# frozen_string_literal: true

module CodexSDK
  # An image for the model: PNG, JPEG, GIF or WebP. What is none of them is refused when the turn starts.
  #
  #     thread.run(["What is wrong here?", CodexSDK::Image.file("page.png")])
  class Image
    # @param path [String, #to_path] a file
    # @return [Image]
    def self.file(path) = new({ type: "local_image", path: path.respond_to?(:to_path) ? path.to_path : path })

    # @param bytes [String] the content of such a file
    # @return [Image]
    def self.data(bytes) = new({ type: "image", data: [bytes].pack("m0") })

    # @api private
    attr_reader :entry

    # @api private
    def initialize(entry)
      @entry = entry.freeze
      freeze
    end

    # @return [String] for people
    def inspect = "#<#{self.class} #{entry[:path]&.inspect || "#{entry[:data].bytesize / 4 * 3} bytes"}>"

    private_class_method :new
  end

  # What is said to the agent in a turn.
  # @api private
  module Input
    # The prompt argument, and the options with `input` if it takes one.
    def self.split(prompt, options)
      case prompt
      when nil then [nil, options]
      when String then [JsonOptions.c_string(prompt, "the prompt"), options]
      when Array then [nil, { input: prompt.each_with_index.map { |one, index| entry(one, index) }, **options }]
      else
        JsonOptions.refuse("the prompt", "must be a string or an array such as [\"What is this?\", " \
                                         "Pathname(\"page.png\")], not #{prompt.class}")
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
