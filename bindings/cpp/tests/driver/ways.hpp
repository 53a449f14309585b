// The ways of reading a turn.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "calls.hpp"
#include "written.hpp"

namespace driver {

inline json ok() { return {{"status", "OK"}}; }

inline json failed(const Error& error) {
    const auto* status = codex_sdk_status_name(static_cast<codex_sdk_status>(error.code()));
    return {{"status", status}, {"error", error_fields(error)}};
}

inline json answer(const Event& event) {
    return {{"status", "OK"}, {"event", event.line()}, {"typed", of_event(event)}};
}

inline json answer(const Result<void>& done) { return done ? ok() : failed(done.error()); }

inline json answer(const Result<std::optional<std::string>>& id) {
    return id ? json{{"status", "OK"}, {"result", written(*id)}} : failed(id.error());
}

inline json answer(const Result<TurnResult>& result) {
    return result ? json{{"status", "OK"}, {"result", of_result(*result)}} : failed(result.error());
}

inline json answer(const Result<std::optional<TurnResult>>& result) {
    if (!result) return failed(result.error());
    return *result ? json{{"status", "OK"}, {"result", of_result(**result)}} : json{{"status", "TIMEOUT"}};
}

class Way {
public:
    Way() = default;
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;
    virtual ~Way() = default;

    virtual json start(Thread& thread, const Input& input, const TurnOptions& options) = 0;
    virtual json next(int timeout_ms) = 0;
    virtual json wait(int timeout_ms) = 0;
    virtual json respond(const std::string& request_id, const Json& response) = 0;
    virtual json steer(const Input& input) = 0;
    virtual json id() = 0;
    virtual void cancel() = 0;
    virtual void close() = 0;
};

/// By asking for the next event.
class Asking : public Way {
public:
    json start(Thread& thread, const Input& input, const TurnOptions& options) override {
        auto turn = run_streamed(thread, input, options);
        if (!turn) return failed(turn.error());
        turn_.emplace(*std::move(turn));
        return ok();
    }
    json next(int timeout_ms) override {
        const auto event =
            timeout_ms < 0 ? driver::next(*turn_) : next_for(*turn_, std::chrono::milliseconds(timeout_ms));
        if (!event) return failed(event.error());
        if (*event) return answer(**event);
        return {{"status", turn_->ended() ? "END" : "TIMEOUT"}};
    }
    json wait(int timeout_ms) override {
        if (timeout_ms < 0) return answer(driver::wait(*turn_));
        return answer(wait_for(*turn_, std::chrono::milliseconds(timeout_ms)));
    }
    json respond(const std::string& request_id, const Json& response) override {
        return answer(driver::respond(*turn_, request_id, response));
    }
    json steer(const Input& input) override { return answer(driver::steer(*turn_, input)); }
    json id() override { return answer(driver::id(*turn_)); }
    void cancel() override { turn_->cancel(); }
    void close() override { turn_->close(); }

protected:
    Turn& turn() { return *turn_; }

private:
    std::optional<Turn> turn_;
};

/// With an iterator.
class Iterating final : public Asking {
public:
    json next(int timeout_ms) override {
        // An iterator waits; and one that has thrown, or has come to the end, is used no more.
        if (timeout_ms >= 0 || over_) return Asking::next(timeout_ms);
        if (!range_) range_.emplace(range(turn()));
        const auto iterator = here_ ? following(*here_) : first(*range_);
        over_ = !iterator || *iterator == range_->end();
        if (!iterator) return failed(iterator.error());
        if (over_) return {{"status", "END"}};
        here_ = *iterator;
        const auto event = at(*iterator);
        over_ = !event;
        return event ? answer(*event) : failed(event.error());
    }

private:
    std::optional<Range> range_;
    std::optional<Range::iterator> here_;
    bool over_ = false;
};

/// In the form that throws nothing, with an iterator.
class Trying final : public Way {
public:
    json start(Thread& thread, const Input& input, const TurnOptions& options) override {
        auto turn = thread.try_run_streamed(input, options);
        if (!turn) return failed(turn.error());
        turn_.emplace(*std::move(turn));
        return ok();
    }
    json next(int timeout_ms) override {
        if (timeout_ms >= 0 || over_) return next_for(timeout_ms);
        if (range_) {
            ++here_;
        } else {
            range_.emplace(turn_->try_events());
            here_ = range_->begin();
        }
        over_ = here_ == range_->end() || !*here_;
        if (here_ == range_->end()) return {{"status", "END"}};
        return *here_ ? answer(**here_) : failed(here_->error());
    }
    json wait(int timeout_ms) override {
        if (timeout_ms < 0) return answer(turn_->try_wait());
        return answer(turn_->try_wait_for(std::chrono::milliseconds(timeout_ms)));
    }
    json respond(const std::string& request_id, const Json& response) override {
        return answer(turn_->try_respond(request_id, response));
    }
    json steer(const Input& input) override { return answer(turn_->try_steer(input)); }
    json id() override { return answer(turn_->try_id()); }
    void cancel() override { turn_->cancel(); }
    void close() override { turn_->close(); }

private:
    json next_for(int timeout_ms) {
        const auto event =
            timeout_ms < 0 ? turn_->try_next() : turn_->try_next_for(std::chrono::milliseconds(timeout_ms));
        if (!event) return failed(event.error());
        if (*event) return answer(**event);
        return {{"status", turn_->ended() ? "END" : "TIMEOUT"}};
    }

    std::optional<Turn> turn_;
    std::optional<EventResults> range_;
    EventResults::iterator here_;
    bool over_ = false;
};

/// With callbacks, into a queue.
class Called final : public Way {
public:
    json start(Thread& thread, const Input& input, const TurnOptions& options) override {
        auto turn = run_with_callbacks(
            thread, input, [this](const Event& event) { add(answer(event)); },
            [this](const Result<TurnResult>& result) {
                add(result ? json{{"status", "END"}} : failed(result.error()));
            },
            options);
        if (!turn) return failed(turn.error());
        turn_.emplace(*std::move(turn));
        return ok();
    }
    json next(int timeout_ms) override {
        std::unique_lock lock(mutex_);
        const auto come = [this] { return !answers_.empty(); };
        if (timeout_ms < 0) {
            added_.wait(lock, come);
        } else if (!added_.wait_for(lock, std::chrono::milliseconds(timeout_ms), come)) {
            return {{"status", "TIMEOUT"}};
        }
        json front = answers_.front();
        if (front["status"] == "OK") {
            answers_.pop_front();
        } else {
            // The end stays; and when it is answered, its callback has returned.
            lock.unlock();
            static_cast<void>(driver::wait(*turn_));
        }
        return front;
    }
    json wait(int timeout_ms) override {
        if (timeout_ms < 0) return answer(driver::wait(*turn_));
        return answer(wait_for(*turn_, std::chrono::milliseconds(timeout_ms)));
    }
    json respond(const std::string& request_id, const Json& response) override {
        return answer(driver::respond(*turn_, request_id, response));
    }
    json steer(const Input& input) override { return answer(driver::steer(*turn_, input)); }
    json id() override { return answer(driver::id(*turn_)); }
    void cancel() override { turn_->cancel(); }
    void close() override { turn_->close(); }

private:
    void add(json answer) {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(answer));
        added_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable added_;
    std::deque<json> answers_;
    // Last, so that it ends first: until then the callbacks use the others.
    std::optional<CallbackTurn> turn_;
};

inline std::shared_ptr<Way> make_way(const std::string& name) {
    if (name == "range") return std::make_shared<Iterating>();
    if (name == "tried") return std::make_shared<Trying>();
    if (name == "callbacks") return std::make_shared<Called>();
    return std::make_shared<Asking>();
}

}  // namespace driver
