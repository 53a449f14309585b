// Errors, thrown and returned.
#include <csignal>
#include <exception>
#include <thread>

#include "support.hpp"

using namespace codex_sdk;
using support::failing;
using support::ordinary;
using support::Stage;

namespace {

template <class Kind>
bool is(const Error& error) {
    return dynamic_cast<const Kind*>(&error) != nullptr;
}

}  // namespace

TEST_CASE("an error has everything that is known") {
    Stage stage(R"([{"thread_started":"thread-1"},{"stderr":"oh no\n"},{"exit":3}])");
    const auto result = stage.thread.try_run("hi");
    REQUIRE_FALSE(result);
    const Error& error = result.error();
    CHECK(error.code() == ErrorCode::cli_failed);
    CHECK(error.code_name() == "cli_failed");
    CHECK(error.message() == error.what());
    CHECK(error.message().find("oh no") != std::string::npos);
    CHECK(error.exit_code() == 3);
    CHECK_FALSE(error.signal());
    CHECK(error.stderr_text() == "oh no\n");
    CHECK(error.stderr_truncated() == false);
    CHECK(error.thread_id() == "thread-1");
    CHECK(error.last_event_type() == "thread.started");
    CHECK(error.raw().get("/exit_code") == "3");
    CHECK(error.tried().empty());
}

TEST_CASE("each code has a class, which its base catches, too") {
    Stage stage(failing);
    CHECK_THROWS_AS(stage.thread.run("hi"), TurnFailedError);
    CHECK_THROWS_AS(stage.thread.run("hi"), Error);
    CHECK_THROWS_AS(stage.thread.run("hi"), std::runtime_error);
    CHECK_THROWS_WITH(stage.thread.run("hi"), "it cannot be done");
    CHECK_THROWS_AS(stage.thread.run(""), InvalidArgumentError);
    CHECK_THROWS_AS(Stage(R"([{"signal":"SIGKILL"}])").thread.run("hi"), CliFailedError);
    CHECK_THROWS_AS(Stage(R"([{"line":"no JSON"}])").thread.run("hi"), ProtocolError);
    CHECK_THROWS_AS(Stage(ordinary).codex.resume_thread("another").run("hi"), ThreadNotFoundError);
    TurnOptions soon;
    soon.timeout = std::chrono::milliseconds(1);
    CHECK_THROWS_AS(Stage(support::endless).thread.run("hi", soon), TurnTimeoutError);
    CodexOptions nowhere;
    nowhere.codex_path_override = "/nowhere/codex";
    CHECK_THROWS_AS(static_cast<void>(Codex{nowhere}), CliNotFoundError);
    const auto tried = Codex::try_create(nowhere);
    REQUIRE_FALSE(tried);
    CHECK(tried.error().tried() == std::vector<std::string>{"/nowhere/codex"});
}

TEST_CASE("every code is thrown as its class, one that is not known as the base") {
    const auto thrown_as = [](ErrorCode code, auto check) {
        try {
            Error(code, {}).raise();
        } catch (const Error& error) {
            CHECK(error.code() == code);
            CHECK(check(error));
        }
    };
    thrown_as(ErrorCode::invalid_argument, is<InvalidArgumentError>);
    thrown_as(ErrorCode::invalid_handle, is<InvalidHandleError>);
    thrown_as(ErrorCode::busy, is<BusyError>);
    thrown_as(ErrorCode::cli_not_found, is<CliNotFoundError>);
    thrown_as(ErrorCode::spawn_failed, is<SpawnFailedError>);
    thrown_as(ErrorCode::cli_failed, is<CliFailedError>);
    thrown_as(ErrorCode::protocol, is<ProtocolError>);
    thrown_as(ErrorCode::turn_failed, is<TurnFailedError>);
    thrown_as(ErrorCode::cancelled, is<TurnCancelledError>);
    thrown_as(ErrorCode::turn_timeout, is<TurnTimeoutError>);
    thrown_as(ErrorCode::thread_not_found, is<ThreadNotFoundError>);
    thrown_as(ErrorCode::io, is<IoError>);
    thrown_as(ErrorCode::forked, is<ForkedError>);
    thrown_as(ErrorCode::shut_down, is<ShutDownError>);
    thrown_as(ErrorCode::internal, is<InternalError>);
    thrown_as(ErrorCode::invalid_response, is<InvalidResponseError>);
    thrown_as(ErrorCode::library, is<LibraryError>);
    thrown_as(static_cast<ErrorCode>(-99), [](const Error& error) { return typeid(error) == typeid(Error); });
}

TEST_CASE("what a newer library says is passed on") {
    const Error error = detail::failure(-99, R"({"code":"melted","message":"m","degrees":900})");
    CHECK(error.code_name() == "melted");
    CHECK(error.raw().get("/degrees") == "900");
    CHECK(detail::failure(-99, nullptr).message() == "the library returned unknown without further details");
}

TEST_CASE("a turn that was moved from names its error as every other") {
    Stage stage(ordinary);
    Turn turn = stage.thread.run_streamed("hi");
    const Turn moved = std::move(turn);
    const auto next = turn.try_next();  // NOLINT(bugprone-use-after-move): that is the point
    REQUIRE_FALSE(next);
    CHECK(next.error().code_name() == "invalid_handle");
}

TEST_CASE("an error survives being copied, and moved from") {
    Error first = detail::failure(-8, R"({"code":"turn_failed","message":"m"})");
    const Error second = std::move(first);
    CHECK(second.message() == "m");
    CHECK(first.message() == "m");  // NOLINT(bugprone-use-after-move): that is the point
}

TEST_CASE("a result is a value or an error") {
    const Result<std::string> good = std::string("good");
    const Result<std::string> bad = unexpected<Error>(detail::failure(-8, nullptr));
    CHECK(good.has_value());
    CHECK(*good == "good");
    CHECK(good->size() == 4);
    CHECK(good.value() == "good");
    CHECK(good.value_or("other") == "good");
    CHECK_FALSE(bad);
    CHECK(bad.error().code() == ErrorCode::turn_failed);
    CHECK(bad.value_or("other") == "other");
    CHECK_THROWS_AS(static_cast<void>(bad.value()), std::exception);
    Result<std::unique_ptr<int>> move_only = std::make_unique<int>(7);
    CHECK(**std::move(move_only) == 7);
}

TEST_CASE("errors cross threads, as exceptions and as values") {
    Stage stage(failing);
    std::promise<TurnResult> promise;
    auto future = promise.get_future();
    std::thread([&] {
        try {
            promise.set_value(stage.thread.run("hi"));
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
    }).join();
    std::exception_ptr kept;
    try {
        static_cast<void>(future.get());
    } catch (const TurnFailedError& error) {
        kept = std::current_exception();
        CHECK(error.thread_id() == "thread-1");
    }
    REQUIRE(kept);
    for (int i = 0; i < 2; i++) {
        std::thread([&] {
            CHECK_THROWS_AS(std::rethrow_exception(kept), TurnFailedError);
            CHECK_THROWS_WITH(std::rethrow_exception(kept), "it cannot be done");
        }).join();
    }

    const auto wrapped = [&] {
        try {
            stage.thread.run("hi");
        } catch (const Error&) {
            std::throw_with_nested(std::logic_error("while tidying up"));
        }
    };
    try {
        wrapped();
    } catch (const std::logic_error& outer) {
        CHECK_THROWS_AS(std::rethrow_if_nested(outer), TurnFailedError);
    }

    // Of a newer library.
    const Error unknown(static_cast<ErrorCode>(-99), [] {
        ErrorDetails details;
        details.code = "out_of_luck";
        details.message = "no";
        return details;
    }());
    const Error copy = std::async(std::launch::async, [unknown] { return unknown; }).get();
    CHECK(copy.code_name() == "out_of_luck");
    CHECK(copy.code() == unknown.code());
    CHECK_THROWS_WITH(copy.raise(), "no");
}
