/* The end comes exactly once and last, whatever is done, from inside the callbacks or outside. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

enum act { NOTHING, CANCEL, FREE_TURN, FREE_THREAD, FREE_CLIENT, EVERYTHING, ASK, RUN_ANOTHER, START_NEXT };
/* Where it is done: in on_event, in on_end, or by the thread that has started the turn. */
enum place { IN_EVENT, IN_END, OUTSIDE };

struct seen {
    codex_sdk_client *client;
    codex_sdk_thread *thread;
    codex_sdk_turn *turn;
    enum act act;
    enum place place;
    struct seen *next;
    int events, ends;
    codex_sdk_status status;
    char *json;
    pthread_t starter, from;
    pthread_mutex_t lock;
    pthread_cond_t over;
};

static void start_turn(struct seen *seen, codex_sdk_event_callback events);

static void act(struct seen *seen)
{
    const char *event = NULL;
    CHECK(seen->turn != NULL); /* written before the first call */
    switch (seen->act) {
    case NOTHING: break;
    case CANCEL: CHECK(codex_sdk_turn_cancel(seen->turn) == CODEX_SDK_OK); break;
    case FREE_TURN: codex_sdk_turn_free(seen->turn); break;
    case FREE_THREAD: codex_sdk_thread_free(seen->thread); break;
    case FREE_CLIENT: codex_sdk_client_free(seen->client); break;
    case EVERYTHING:
        codex_sdk_client_free(seen->client);
        codex_sdk_turn_free(seen->turn);
        codex_sdk_thread_free(seen->thread);
        codex_sdk_turn_free(seen->turn);
        break;
    case ASK:
        CHECK(codex_sdk_turn_next(seen->turn, -1, &event, NULL, NULL) == CODEX_SDK_ERROR_BUSY);
        CHECK(codex_sdk_turn_wait(seen->turn, -1, NULL, NULL) == CODEX_SDK_ERROR_BUSY);
        CHECK(codex_sdk_turn_fd(seen->turn) == -1);
        break;
    case RUN_ANOTHER: {
        codex_sdk_thread *thread = start(seen->client);
        EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
        codex_sdk_thread_free(thread);
        break;
    }
    case START_NEXT: start_turn(seen->next, NULL); break;
    }
}

static void on_event(void *user_data, const char *event, size_t length)
{
    struct seen *seen = user_data;
    CHECK(seen->ends == 0 && strlen(event) == length && event[0] == '{');
    if (seen->events++ == 0) {
        seen->from = pthread_self();
        if (seen->place == IN_EVENT)
            act(seen);
    }
    CHECK(pthread_equal(seen->from, pthread_self()) && !pthread_equal(seen->from, seen->starter));
}

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    struct seen *seen = user_data;
    CHECK(seen->ends == 0 && strlen(json) == length && length > 10);
    CHECK(seen->events == 0 || pthread_equal(seen->from, pthread_self()));
    seen->from = pthread_self();
    if (seen->place == IN_END)
        act(seen);
    pthread_mutex_lock(&seen->lock);
    seen->ends++;
    seen->status = status;
    seen->json = strdup(json);
    pthread_cond_signal(&seen->over);
    pthread_mutex_unlock(&seen->lock);
}

static void start_turn(struct seen *seen, codex_sdk_event_callback events)
{
    seen->starter = pthread_self();
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(seen->thread, "x", NULL, events, on_end, seen, &seen->turn, &error));
}

static void await_end(struct seen *seen)
{
    pthread_mutex_lock(&seen->lock);
    while (seen->ends == 0)
        pthread_cond_wait(&seen->over, &seen->lock);
    pthread_mutex_unlock(&seen->lock);
}

#define NOTHING_SEEN .lock = PTHREAD_MUTEX_INITIALIZER, .over = PTHREAD_COND_INITIALIZER

static struct seen run(const char *script, enum act what, enum place place, codex_sdk_event_callback events)
{
    struct seen seen = {.act = what, .place = place, NOTHING_SEEN};
    seen.client = hostile(script);
    seen.thread = start(seen.client);
    start_turn(&seen, events);
    if (place == OUTSIDE)
        act(&seen);
    await_end(&seen);
    /* A second end would fail the check in on_end while this is torn down. */
    codex_sdk_turn_free(seen.turn);
    codex_sdk_thread_free(seen.thread);
    codex_sdk_client_free(seen.client);
    return seen;
}

static void comes_to(codex_sdk_status status, struct seen seen, int events, const char *words)
{
    CHECK(seen.status == status && seen.ends == 1 && (events < 0 || seen.events == events));
    CHECK(strstr(seen.json, words));
    free(seen.json);
}

/* Two turns of one client: the second is started at the end of the first, on the same thread or on another. */
static void one_after_the_other(const char *script, int same_thread)
{
    struct seen second = {.act = NOTHING, NOTHING_SEEN}, first = {.act = START_NEXT, .place = IN_END, .next = &second, NOTHING_SEEN};
    codex_sdk_client *client = hostile(script);
    codex_sdk_thread *other = start(client);
    first.thread = start(client);
    second.thread = same_thread ? first.thread : other;
    start_turn(&first, on_event);
    await_end(&first);
    await_end(&second);
    CHECK(first.status == CODEX_SDK_OK && second.status == CODEX_SDK_OK && strstr(second.json, "agent_message"));
    /* The client has one thread for its callbacks. */
    CHECK(pthread_equal(first.from, second.from));
    free(first.json);
    free(second.json);
    codex_sdk_turn_free(first.turn);
    codex_sdk_turn_free(second.turn);
    codex_sdk_thread_free(first.thread);
    codex_sdk_thread_free(other);
    codex_sdk_client_free(client);
}

static void refused(const char *script)
{
    struct seen never = {.act = NOTHING, NOTHING_SEEN}, good = {.act = NOTHING, NOTHING_SEEN};
    codex_sdk_client *client = hostile(script);
    good.thread = start(client);
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT,
           codex_sdk_turn_start_with_callback(good.thread, "", NULL, on_event, on_end, &never, &never.turn, &error));
    /* A turn that does run comes after anything that would still be on its way. */
    start_turn(&good, on_event);
    await_end(&good);
    CHECK(good.status == CODEX_SDK_OK && never.events == 0 && never.ends == 0 && !never.turn);
    free(good.json);
    codex_sdk_turn_free(good.turn);
    codex_sdk_thread_free(good.thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    const char *good = "[{\"thread_started\":\"t\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]";
    const char *hangs = "[{\"thread_started\":\"t\"},{\"hang\":true}]";

    for (enum place place = IN_EVENT; place <= IN_END; place++) {
        comes_to(CODEX_SDK_OK, run(good, NOTHING, place, on_event), 3, "\"items\":[],\"final_response\":\"hi\"");
        comes_to(CODEX_SDK_OK, run(good, ASK, place, on_event), 3, "hi");
        comes_to(CODEX_SDK_OK, run(good, FREE_THREAD, place, on_event), 3, "hi");
        comes_to(CODEX_SDK_OK, run(good, RUN_ANOTHER, place, on_event), 3, "hi");
    }
    comes_to(CODEX_SDK_OK, run(good, NOTHING, IN_EVENT, NULL), 0, "\"agent_message\"");
    comes_to(CODEX_SDK_OK, run(good, CANCEL, IN_END, on_event), 3, "hi");
    comes_to(CODEX_SDK_OK, run(good, EVERYTHING, IN_END, on_event), 3, "hi");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, CANCEL, IN_EVENT, on_event), 1, "cancelled");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, FREE_TURN, IN_EVENT, on_event), 1, "freed");
    comes_to(CODEX_SDK_ERROR_SHUT_DOWN, run(hangs, FREE_CLIENT, IN_EVENT, on_event), 1, "shut_down");
    comes_to(CODEX_SDK_ERROR_SHUT_DOWN, run(hangs, EVERYTHING, IN_EVENT, on_event), 1, "shut_down");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, CANCEL, OUTSIDE, on_event), -1, "cancelled");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, FREE_TURN, OUTSIDE, on_event), -1, "freed");
    comes_to(CODEX_SDK_ERROR_SHUT_DOWN, run(hangs, FREE_CLIENT, OUTSIDE, on_event), -1, "shut_down");
    comes_to(CODEX_SDK_ERROR_CLI_FAILED, run("[{\"exit\":3}]", NOTHING, IN_EVENT, on_event), 0, "\"exit_code\":3");
    comes_to(CODEX_SDK_ERROR_TURN_FAILED, run("[{\"turn_failed\":\"too bad for us\"}]", NOTHING, IN_EVENT, on_event), 1, "too bad");
    comes_to(CODEX_SDK_ERROR_PROTOCOL, run("[{\"line\":\"no\"}]", NOTHING, IN_EVENT, on_event), 0, "\"line\":\"no\"");
    one_after_the_other(good, 0);
    one_after_the_other(good, 1);
    refused(good);
    return 0;
}
