// Programs whose objects are globals, or that end in the middle of a turn: each ends with its own status, at once, and
// nothing of its turns is left. Without arguments it runs itself in each of the ways.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <thread>

#include "codex_sdk.hpp"
#include "counterpart.hpp"

using namespace codex_sdk;

namespace {

constexpr int status_of_its_own = 7;

// Destroyed in the reverse order: turns before and after what they belong to.
std::optional<Turn> last_turn;
std::optional<CallbackTurn> last_called;
const Item* kept = nullptr;
#if CODEX_SDK_HAS_STOP_TOKEN
std::stop_source stop;
#endif
std::optional<Codex> codex;
std::optional<Thread> thread;
std::optional<Turn> turn;
std::optional<CallbackTurn> called;

/// Made before, and so destroyed after, what the header makes at its first use.
const struct Asking {
    ~Asking() {
        if (kept != nullptr && !kept->type().empty()) std::_Exit(1);
    }
} asking;

void ignore(const Event&) {}

void start_all(const std::string& way) {
    CodexOptions options;
    options.codex_path_override = std::getenv("HOSTILE_CODEX");
    options.env = {{"PATH", "/usr/bin:/bin"}, {"HOSTILE_SCRIPT", std::getenv("SCRIPT")}};
    codex.emplace(Codex(options));
    ThreadOptions anywhere;
    anywhere.skip_git_repo_check = true;
    thread.emplace(codex->start_thread(anywhere));
    kept = new Item();
    static_cast<void>(kept->type());
    const auto another = [&] { return codex->start_thread(anywhere); };
    last_turn.emplace(another().run_streamed("hi"));
    last_called.emplace(another().run_with_callbacks("hi", ignore));
    turn.emplace(thread->run_streamed("hi"));
    if (way != "exit in a callback") called.emplace(another().run_with_callbacks("hi", ignore));
    // Both have begun.
    static_cast<void>(turn->next());
    static_cast<void>(last_turn->next());
}

/// Ends with the status of its own in one way or another.
int end(const std::string& way) {
    start_all(way);
    if (way == "exit") std::exit(status_of_its_own);
    if (way == "exit in a callback") {
        ThreadOptions anywhere;
        anywhere.skip_git_repo_check = true;
        called.emplace(
            codex->start_thread(anywhere).run_with_callbacks("hi", [](const Event&) { std::exit(status_of_its_own); }));
        for (;;) pause();
    }
    if (way == "exit while another thread reads") {
        std::thread([] {
            while (turn->try_next()) continue;
        }).detach();
    }
    if (way == "exit while another thread polls") {
        std::thread([fd = turn->fd()] {
            pollfd readable{fd, POLLIN, 0};
            poll(&readable, 1, -1);
        }).detach();
    }
    if (way == "the client is gone before its turns") codex.reset();
    if (way == "the client is closed before its turns") codex->close();
#if CODEX_SDK_HAS_STOP_TOKEN
    if (way == "a stop during the end") {
        static std::jthread stopping([](const std::stop_token& ending) {
            while (!ending.stop_requested()) std::this_thread::yield();
            stop.request_stop();
        });
        ThreadOptions anywhere;
        anywhere.skip_git_repo_check = true;
        last_turn.emplace(codex->start_thread(anywhere).run_streamed("hi", {.stop_token = stop.get_token()}));
    }
#endif
    return status_of_its_own;
}

const char* const ways[] = {
    "return",
    "exit",
    "exit in a callback",
    "exit while another thread reads",
    "exit while another thread polls",
    "the client is gone before its turns",
    "the client is closed before its turns",
#if CODEX_SDK_HAS_STOP_TOKEN
    "a stop during the end",
#endif
};

template <class Condition>
bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

/// Whether the process whose id the file holds has ended.
bool has_ended(const std::filesystem::path& pidfile) {
    std::ifstream file(pidfile);
    int pid = 0;
    if (!(file >> pid)) return true;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    const std::size_t name = text.rfind(')');
    return name == std::string::npos || text[name + 2] == 'Z' || text[name + 2] == 'X';
}

bool ends_well(const char* self, const char* way, const std::filesystem::path& folder) {
    const auto pidfile = folder / "pid";
    const std::string script = R"([{"grandchild":{"pidfile":")" + pidfile.string() +
                               R"(","setsid":true}},{"thread_started":"t"},{"turn_started":true},{"hang":true}])";
    setenv("SCRIPT", script.c_str(), 1);
    const pid_t child = fork();
    if (child == 0) {
        execl(self, self, way, nullptr);
        _exit(127);
    }
    int status = 0;
    if (!eventually([&] { return waitpid(child, &status, WNOHANG) == child; })) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        return std::cout << "hangs", false;
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != status_of_its_own) {
        return std::cout << "ended with " << status, false;
    }
    if (!std::filesystem::exists(pidfile)) return std::cout << "nothing has run", false;
    if (!eventually([&] { return has_ended(pidfile); })) return std::cout << "something is left", false;
    std::filesystem::remove(pidfile);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) return end(argv[1]);
    if (const int status = support::cannot_run()) return status;
    std::string name = (std::filesystem::temp_directory_path() / "codex-sdk-cpp-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return 1;
    int failed = 0;
    for (const char* way : ways) {
        const bool good = ends_well("/proc/self/exe", way, name);
        std::cout << (good ? "ok   " : " FAIL ") << way << std::endl;
        failed += good ? 0 : 1;
    }
    std::filesystem::remove_all(name);
    return failed == 0 ? 0 : 1;
}
