// What the tests share: folders of their own, and the program that plays a CLI as a script says (tests/testkit).
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>
#include <thread>

#include "codex_sdk.hpp"

namespace support {

/// For what comes by itself: whether it does within half a minute.
template <class Condition>
bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

/// A folder that goes away with its files.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / "codex-sdk-cpp-XXXXXX") {
        std::string name = path_.string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        // A CLI that stays after its turn may be tidying up there, too.
        CHECK(eventually([&] {
            std::error_code error;
            std::filesystem::remove_all(path_, error);
            return !error;
        }));
    }

    [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
    [[nodiscard]] std::string text(const std::string& name) const {
        std::ifstream file(path_ / name, std::ios::binary);
        REQUIRE_MESSAGE(file.good(), "there is no file " << name);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
    }

private:
    std::filesystem::path path_;
};

/// A client of the program that plays a CLI, and a thread.
///
/// In a script `@` stands for the folder of this stage.
class Stage {
public:
    explicit Stage(const std::string& script) : codex(options(script)), thread(start()) {}

    /// How the CLI was started and what it was given, the first time.
    [[nodiscard]] codex_sdk::Json invocation() const { return codex_sdk::Json(folder.text("invocation-1.json")); }
    [[nodiscard]] codex_sdk::Thread start(codex_sdk::ThreadOptions options = {}) {
        options.skip_git_repo_check = true;
        options.working_directory = folder.path("");
        return codex.start_thread(options);
    }
    [[nodiscard]] codex_sdk::CodexOptions options(std::string script) const {
        for (std::size_t at = script.find('@'); at != std::string::npos; at = script.find('@')) {
            script.replace(at, 1, folder.path(""));
        }
        codex_sdk::CodexOptions options;
        options.codex_path_override = std::getenv("HOSTILE_CODEX");
        options.env = {{"PATH", "/usr/bin:/bin"},
                       {"TMPDIR", folder.path("")},
                       {"HOSTILE_SCRIPT", script},
                       {"HOSTILE_RECORD", folder.path("")}};
        return options;
    }

    Folder folder;
    codex_sdk::Codex codex;
    codex_sdk::Thread thread;
};

/// A client of an app-server that plays a script, and a thread.
class Server {
public:
    explicit Server(const std::string& script) : codex(options(script)), thread(codex.start_thread(anywhere())) {}

    [[nodiscard]] codex_sdk::ThreadOptions anywhere() const {
        codex_sdk::ThreadOptions options;
        options.skip_git_repo_check = true;
        options.working_directory = folder.path("");
        return options;
    }

    Folder folder;
    codex_sdk::Codex codex;
    codex_sdk::Thread thread;

private:
    [[nodiscard]] codex_sdk::CodexOptions options(const std::string& script) const {
        codex_sdk::CodexOptions options;
        options.codex_path_override = std::getenv("HOSTILE_CODEX");
        options.transport = "app_server";
        options.env = {{"PATH", "/usr/bin:/bin"},
                       {"TMPDIR", folder.path("")},
                       {"HOSTILE_SCRIPT", script},
                       {"HOSTILE_RECORD", folder.path("")}};
        return options;
    }
};

/// A turn that says "ok".
inline const std::string ordinary =
    R"([{"thread_started":"thread-1"},{"turn_started":true},{"agent_message":"ok"},{"turn_completed":true}])";
/// A turn that goes on for ever, with a process in a session of its own.
inline const std::string endless =
    R"([{"grandchild":{"pidfile":"@pid","setsid":true}},{"thread_started":"thread-1"},{"turn_started":true},{"hang":true}])";
/// One that fails.
inline const std::string failing =
    R"([{"thread_started":"thread-1"},{"turn_started":true},{"turn_failed":"it cannot be done"}])";

/// Whether the process whose id a file holds runs; what has ended and waits for its parent does not.
inline bool runs(const Folder& folder, const std::string& pidfile) {
    std::ifstream file("/proc/" + std::to_string(std::stoi(folder.text(pidfile))) + "/stat");
    const std::string stat{std::istreambuf_iterator<char>(file), {}};
    const std::size_t name = stat.rfind(')');
    return name != std::string::npos && stat[name + 2] != 'Z' && stat[name + 2] != 'X';
}

/// Reads a turn in another thread, until it has ended with the error that is given.
inline std::future<codex_sdk::ErrorCode> read_to_the_end(codex_sdk::Turn& turn) {
    return std::async(std::launch::async, [&turn] {
        for (;;) {
            const auto next = turn.try_next();
            // Whoever looks whether it reads may be in its way.
            if (!next && next.error().code() != codex_sdk::ErrorCode::busy) return next.error().code();
        }
    });
}

/// Whether somebody comes to read a turn; until then what it says is taken.
inline bool is_read(codex_sdk::Turn& turn) {
    return eventually([&] {
        const auto next = turn.try_next_for(std::chrono::milliseconds(0));
        if (next || next.error().code() != codex_sdk::ErrorCode::busy) return false;
        // The same call succeeds later.
        CHECK(next.error().retryable());
        CHECK(next.error().raw().get("/retryable") == "true");
        return true;
    });
}

/// How many descriptors this process has.
inline std::ptrdiff_t descriptors() {
    const std::filesystem::directory_iterator begin("/proc/self/fd");
    return std::distance(begin, {});
}

}  // namespace support
