# frozen_string_literal: true

require "support"

# The gem with the library inside works where nothing of this repository is.
class GemTest < CaseTest
  RAKEFILE = File.expand_path("../Rakefile", __dir__)

  TURN = <<~RUBY
    require "codex_sdk"
    require "json"
    puts Gem.loaded_specs.fetch("codex_sdk").full_gem_path, CodexSDK::Library.places.first
    CodexSDK::Codex.open(**JSON.parse(ARGV[0], symbolize_names: true)) do |codex|
      puts codex.start_thread(skip_git_repo_check: true).run("hi").final_response
    end
  RUBY

  def run_ruby(*arguments, **env)
    env = { "RUBYOPT" => nil, "RUBYLIB" => nil, "GEM_HOME" => "#{@folder}/gems", MARKER => @folder,
            **env.transform_keys(&:name) }
    printed, complaint, status = Open3.capture3(env, RbConfig.ruby, "-W", *arguments, chdir: work)
    assert status.success?, -> { printed + complaint }
    assert_equal "", complaint
    printed.lines(chomp: true)
  end

  def test_it_is_made_installed_and_used
    library = ENV.fetch("CODEX_SDK_LIBRARY")
    gem = run_ruby("-W0", "-S", "rake", "--quiet", "-f", RAKEFILE, "gem", CODEX_SDK_LIBRARY: library).last
    installed = run_ruby("-W0", "-S", "gem", "install", "--local", "--no-document", "--quiet", "--silent", gem)
    told = JSON.generate(hostile_options(*ORDINARY))

    path, library, answer = run_ruby("-e", TURN, told, CODEX_SDK_LIBRARY: nil)

    assert_empty installed
    assert_match(%r{\A#{@folder}/gems/gems/codex_sdk-#{CodexSDK::VERSION}-\w+-linux[\w-]*\z}, path)
    assert_equal "#{path}/lib/codex_sdk/#{File.basename(ENV.fetch("CODEX_SDK_LIBRARY"))}", library
    assert_operator File.size(library), :<, File.size(ENV.fetch("CODEX_SDK_LIBRARY")) / 2, "with debug information"
    assert_equal "ok", answer
    assert_equal %w[README.md examples lib sig], Dir.children(path).reject { |name| name.start_with?(".") }.sort
  end
end
