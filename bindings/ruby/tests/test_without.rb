# frozen_string_literal: true

require "support"

# What a test needs may be missing where somebody types `rake test`: then it is skipped, and says why.
class WithoutTest < CaseTest
  TRY = <<~RUBY
    require "support"
    class OneTest < CaseTest
      def test_hostile = hostile(*ORDINARY)
      def test_real = real({ message: "Hello!" })
    end
  RUBY

  NOWHERE = { "CODEX_SDK_TEST_BIN" => "/nowhere", "CODEX_SDK_TEST_CLI" => "/nowhere/codex" }.freeze

  def test_what_is_missing_is_skipped_with_a_word
    printed, complaint, status = ruby("-e", TRY, env: { **NOWHERE, "CI" => nil })

    assert_equal ["", 0], [complaint, status.exitstatus]
    assert_match(/^2 runs, .* 2 skips$/, printed)
    assert_match(/^not run here: 1 tests of the Ruby gem: there is no hostile-codex: run `cargo build/, printed)
  end

  def test_it_is_a_failure_where_nothing_may_be_left_out
    printed, _, status = ruby("-e", TRY, env: { **NOWHERE, "CI" => "true" })

    assert_equal 1, status.exitstatus
    assert_match(/there is no hostile-codex/, printed)
  end

  def test_without_minitest
    # Its place is taken by a file that cannot be loaded.
    Dir.mkdir("#{work}/minitest")
    File.write("#{work}/minitest/autorun.rb", "raise LoadError, 'cannot load such file'")
    _, complaint, status = ruby("-I", work, "-e", TRY)

    assert_equal 1, status.exitstatus
    assert_match(/\Athe tests need two gems .*: gem install ffi minitest\n\z/, complaint)
  end
end
