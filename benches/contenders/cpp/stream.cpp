// The C++ header, event by event as typed objects.
//
//     stream events|latency CLI        one turn
//     stream turns CLI COUNT           so many, one after the other

#include <codex_sdk.hpp>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

namespace {

std::int64_t now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// What has come so far.
struct Seen {
    bool wants_delays;
    long events = 0;
    std::vector<double> delays_us = {};
};

void follow(codex_sdk::Thread& thread, Seen& seen) {
    for (auto& event : thread.run_streamed("go").events()) {
        const auto now = seen.wants_delays ? now_ns() : 0;
        if (const auto* message = event.completed<codex_sdk::AgentMessageItem>()) {
            seen.events++;
            if (seen.wants_delays) seen.delays_us.push_back(static_cast<double>(now - std::stoll(message->text)) / 1e3);
        }
    }
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 3) return 2;
    const std::string mode = argv[1];
    const long count = argc > 3 ? std::stol(argv[3]) : 1;
    codex_sdk::Codex codex({.codex_path_override = argv[2]});
    codex_sdk::Thread thread = codex.start_thread();
    Seen seen{mode == "latency"};
    if (mode == "turns") follow(thread, seen);
    const auto started = now_ns();
    for (long i = 0; i < count; i++) follow(thread, seen);
    const double seconds = static_cast<double>(now_ns() - started) / 1e9;

    std::cout << "{\"seconds\":" << seconds << ",\"events\":" << seen.events << ",\"delays_us\":[";
    for (std::size_t i = 0; i < seen.delays_us.size(); i++) std::cout << (i > 0 ? "," : "") << seen.delays_us[i];
    std::cout << "]}\n";
} catch (const codex_sdk::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
