// The driver of this binding for the conformance cases; tests/conformance/README.md says what the lines mean. It calls
// the form that throws, and in the way "tried" the other one.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <condition_variable>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "calls.hpp"
#include "options.hpp"
#include "ways.hpp"
#include "written.hpp"

namespace driver {
namespace {

/// What the requests call by numbers.
template <class Object>
class Table {
public:
    void put(const json& number, std::shared_ptr<Object> object) {
        const std::lock_guard lock(mutex_);
        objects_[number] = std::move(object);
    }
    std::shared_ptr<Object> get(const json& number) {
        const std::lock_guard lock(mutex_);
        return objects_.at(number);
    }
    std::shared_ptr<Object> take(const json& number) {
        const std::lock_guard lock(mutex_);
        return std::move(objects_.extract(objects_.find(number)).mapped());
    }
    std::vector<std::shared_ptr<Object>> all() {
        const std::lock_guard lock(mutex_);
        std::vector<std::shared_ptr<Object>> all;
        for (const auto& [number, object] : objects_) all.push_back(object);
        return all;
    }

private:
    std::mutex mutex_;
    std::map<int, std::shared_ptr<Object>> objects_;
};

Table<Codex> clients;
Table<Thread> threads;
Table<Way> turns;

template <class Object>
json kept(Table<Object>& table, const json& number, Result<Object> made) {
    if (!made) return failed(made.error());
    table.put(number, std::make_shared<Object>(*std::move(made)));
    return ok();
}

json carry_out(const json& request) {
    const std::string what = request["do"];
    if (what == "client") return kept(clients, request["client"], create(options<CodexOptions>(request)));
    if (what == "client_info") {
        const auto found = info(*clients.get(request["client"]));
        return found ? json{{"status", "OK"}, {"result", *found}} : failed(found.error());
    }
    if (what == "start") {
        return kept(threads, request["thread"],
                    start(*clients.get(request["client"]), options<ThreadOptions>(request)));
    }
    if (what == "resume") {
        return kept(threads, request["thread"],
                    resume(*clients.get(request["client"]), request["thread_id"], options<ThreadOptions>(request)));
    }
    if (what == "fork") {
        return kept(threads, request["thread"],
                    fork(*clients.get(request["client"]), request["thread_id"], options<ThreadOptions>(request)));
    }
    if (what == "request") {
        const Json params = request.value("params", json());
        const auto found =
            driver::request(*clients.get(request["client"]), request["method"], params, request["timeout_ms"]);
        if (!found) return failed(found.error());
        return *found ? json{{"status", "OK"}, {"result", **found}} : json{{"status", "TIMEOUT"}};
    }
    if (what == "notification") {
        const auto found = notification(*clients.get(request["client"]), request["timeout_ms"]);
        if (!found) return failed(found.error());
        return *found ? json{{"status", "OK"}, {"event", (*found)->raw.text()}} : json{{"status", "TIMEOUT"}};
    }
    if (what == "thread_id") return answer(id(*threads.get(request["thread"])));
    if (what == "run") {
        const auto [input, options] = input_and_options(request);
        return answer(run(*threads.get(request["thread"]), input, options));
    }
    if (what == "start_turn") {
        const auto way = make_way(request["way"]);
        const auto [input, options] = input_and_options(request);
        json started = way->start(*threads.get(request["thread"]), input, options);
        turns.put(request["turn"], way);
        return started;
    }
    if (what == "next") return turns.get(request["turn"])->next(request["timeout_ms"]);
    if (what == "wait") return turns.get(request["turn"])->wait(request["timeout_ms"]);
    if (what == "respond") return turns.get(request["turn"])->respond(request["request_id"], request["response"]);
    if (what == "steer") return turns.get(request["turn"])->steer(input_and_options(request).first);
    if (what == "turn_id") return turns.get(request["turn"])->id();
    if (what == "cancel") return turns.get(request["turn"])->cancel(), ok();
    if (what == "free_turn") return turns.take(request["turn"])->close(), ok();
    if (what == "free_thread") return threads.take(request["thread"]), ok();
    if (what == "free_client") return clients.take(request["client"])->close(), ok();
    return {{"problem", "no such request: " + what}};
}

/// Requests that are being carried out.
class Countdown {
public:
    void add() {
        const std::lock_guard lock(mutex_);
        ++count_;
    }

    void done() {
        const std::lock_guard lock(mutex_);
        if (--count_ == 0) none_.notify_all();
    }

    void wait() {
        std::unique_lock lock(mutex_);
        none_.wait(lock, [this] { return count_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable none_;
    int count_ = 0;
};

json carried_out(const json& request) {
    try {
        return carry_out(request);
    } catch (const std::exception& problem) {
        return {{"problem", problem.what()}};
    }
}

void say(const json& line) {
    static std::mutex speaking;
    const std::lock_guard lock(speaking);
    std::cout << line.dump() << std::endl;
}

void serve() {
    say({{"ways", {"next", "range", "tried", "callbacks"}}, {"typed", true}});
    // Detached, since a thread that has ended and is not joined still holds its stack.
    Countdown serving;
    for (std::string line; std::getline(std::cin, line);) {
        serving.add();
        std::thread([&serving, request = json::parse(line)] {
            json reply = carried_out(request);
            reply["id"] = request["id"];
            say(reply);
            serving.done();
        }).detach();
    }
    // Whoever still waits for something is answered now.
    for (const auto& client : clients.all()) client->close();
    serving.wait();
}

}  // namespace
}  // namespace driver

int main() { driver::serve(); }
