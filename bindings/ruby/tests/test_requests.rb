# frozen_string_literal: true

require "support"

# Requests to the app-server, and what it says by itself.
class RequestsTest < CaseTest
  NOTICE = { notify: { method: "account/updated", params: { authMode: nil } } }.freeze

  def test_an_answer_is_json
    codex = hostile_server({ "x/y" => [{ answer: { a: [1, nil] } }],
                             "x/z" => [{ refuse: { code: -5, message: "no" } }] })

    assert_equal({ "a" => [1, nil] }, codex.request("x/y", { limit: 3, one: :word }, timeout_ms: PATIENCE * 1000))
    assert_equal(-5, assert_raises(CodexSDK::RequestFailedError) { codex.request("x/z") }.rpc_code)
  end

  def test_waiting_for_an_answer_has_a_timeout_and_can_be_interrupted
    codex = hostile_server({ "x/y" => [], "x/z" => [{ touch: "#{work}/asked" }] })

    error = assert_raises(CodexSDK::WaitTimeoutError) { codex.request("x/y", timeout_ms: 10) }
    assert_equal "no answer to x/y came within 10 ms", error.message
    assert_raises(Timeout::Error) { Timeout.timeout(0.05) { codex.request("x/y") } }
    asking = Thread.new { assert_raises(CodexSDK::ShutDownError) { codex.request("x/z") } }
    assert(eventually { File.exist?("#{work}/asked") })
    codex.close
    assert asking.join(PATIENCE)
  end

  def test_wrong_arguments
    codex = hostile_server({})

    assert_raises(CodexSDK::InvalidArgumentError) { codex.request(nil) }
    assert_raises(CodexSDK::InvalidArgumentError) { codex.request("x/y", [1]) }
    assert_raises(CodexSDK::InvalidArgumentError) { codex.request("x/y", timeout_ms: -1) }
    assert_raises(CodexSDK::UnsupportedError) { hostile_client.request("x/y") }
    assert_raises(CodexSDK::UnsupportedError) { hostile_client.next_notification }
  end

  def test_notifications
    codex = hostile_server({ "x/y" => [NOTICE, NOTICE, { answer: {} }] })
    assert_raises(CodexSDK::WaitTimeoutError) { codex.next_notification(timeout_ms: 0) }
    codex.request("x/y")
    notification = codex.next_notification(timeout_ms: PATIENCE * 1000)

    assert_equal ["account/updated", { "authMode" => nil }, 0],
                 [notification.method_name, notification.params, notification.dropped]
    assert((notification in { type: "notification", method: "account/updated", dropped: 0 }))
    assert_equal notification.raw, JSON.parse(notification.line)
    assert_equal notification, Marshal.load(Marshal.dump(notification))
    assert_equal "account/updated", codex.notifications.first.method_name
  end

  def test_those_that_were_discarded_are_counted
    assert_equal 3, CodexSDK::Notification.parse('{"type":"notification","method":"m","dropped":3}').dropped
  end

  def test_whoever_waits_for_notifications_stops_when_the_codex_is_closed
    codex = hostile_server({ "x/y" => [NOTICE, { answer: {} }] })
    seen = Queue.new
    listening = Thread.new { codex.notifications { |one| seen << one.method_name } }
    waiting = Thread.new { assert_raises(CodexSDK::ShutDownError) { loop { codex.next_notification } } }
    codex.request("x/y")
    2.times { codex.request("x/y") } # other calls go on meanwhile
    [listening, waiting].each { |thread| asleep thread }
    codex.close

    assert_same codex, listening.join(PATIENCE)&.value
    assert waiting.join(PATIENCE)
    assert_raises(CodexSDK::InvalidHandleError) { codex.next_notification }
  end

  def test_fibers_go_on_while_one_waits_for_a_notification
    codex = hostile_server({ "x/y" => [NOTICE, { answer: {} }] })
    method = nil
    Scheduler.run do
      Fiber.schedule { method = codex.next_notification.method_name }
      Fiber.schedule { codex.request("x/y") }
    end

    assert_equal "account/updated", method
  end

  def test_a_program_ends_although_a_request_has_no_answer
    told = JSON.generate({ transport: "app_server", **hostile_script({ "x/y" => [{ touch: "#{work}/asked" }] }) })
    _, complaint, ended = ruby("-rcodex_sdk", "-rjson", "-e", <<~RUBY, told)
      codex = CodexSDK::Codex.new(**JSON.parse(ARGV[0], symbolize_names: true))
      Thread.new { codex.request("x/y") }.report_on_exception = false
      sleep 0.005 until File.exist?("asked")
      exit 3
    RUBY

    assert_equal ["", 3], [complaint, ended.exitstatus]
  end
end
