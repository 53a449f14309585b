/* The end comes exactly once and last, whatever is done, from inside the callbacks or outside. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>

enum act { NOTHING, CANCEL, FREE_TURN, FREE_THREAD, FREE_CLIENT, EVERYTHING, ASK, RUN_ANOTHER };

struct seen {
    codex_sdk_client *client;
    codex_sdk_thread *thread;
    codex_sdk_turn *turn;
    enum act act;
    int at_end; /* act in on_end, not in on_event */
    int events, ends;
    codex_sdk_status status;
    char *json;
    pthread_t from;
    pthread_mutex_t lock;
    pthread_cond_t over;
};

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
    }
}

static void on_event(void *user_data, const char *event, size_t length)
{
    struct seen *seen = user_data;
    CHECK(seen->ends == 0 && strlen(event) == length && event[0] == '{');
    if (seen->events++ == 0) {
        seen->from = pthread_self();
        if (!seen->at_end)
            act(seen);
    }
    CHECK(pthread_equal(seen->from, pthread_self()));
}

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    struct seen *seen = user_data;
    CHECK(seen->ends == 0 && strlen(json) == length && length > 10);
    if (seen->at_end)
        act(seen);
    pthread_mutex_lock(&seen->lock);
    seen->ends++;
    seen->status = status;
    seen->json = strdup(json);
    pthread_cond_signal(&seen->over);
    pthread_mutex_unlock(&seen->lock);
}

static struct seen run(const char *script, enum act what, int at_end, codex_sdk_event_callback events)
{
    struct seen seen = {.act = what, .at_end = at_end, .lock = PTHREAD_MUTEX_INITIALIZER, .over = PTHREAD_COND_INITIALIZER};
    seen.client = hostile(script);
    seen.thread = start(seen.client);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(seen.thread, "x", NULL, events, on_end, &seen, &seen.turn, &error));
    pthread_mutex_lock(&seen.lock);
    while (seen.ends == 0)
        pthread_cond_wait(&seen.over, &seen.lock);
    pthread_mutex_unlock(&seen.lock);
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

int main(void)
{
    const char *good = "[{\"thread_started\":\"t\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]";
    const char *hangs = "[{\"thread_started\":\"t\"},{\"hang\":true}]";

    for (int at_end = 0; at_end < 2; at_end++) {
        comes_to(CODEX_SDK_OK, run(good, NOTHING, at_end, on_event), 3, "\"items\":[],\"final_response\":\"hi\"");
        comes_to(CODEX_SDK_OK, run(good, ASK, at_end, on_event), 3, "hi");
        comes_to(CODEX_SDK_OK, run(good, FREE_THREAD, at_end, on_event), 3, "hi");
        comes_to(CODEX_SDK_OK, run(good, RUN_ANOTHER, at_end, on_event), 3, "hi");
    }
    comes_to(CODEX_SDK_OK, run(good, NOTHING, 0, NULL), 0, "\"agent_message\"");
    comes_to(CODEX_SDK_OK, run(good, CANCEL, 1, on_event), 3, "hi");
    comes_to(CODEX_SDK_OK, run(good, EVERYTHING, 1, on_event), 3, "hi");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, CANCEL, 0, on_event), 1, "cancelled");
    comes_to(CODEX_SDK_ERROR_CANCELLED, run(hangs, FREE_TURN, 0, on_event), 1, "freed");
    comes_to(CODEX_SDK_ERROR_SHUT_DOWN, run(hangs, FREE_CLIENT, 0, on_event), 1, "shut_down");
    comes_to(CODEX_SDK_ERROR_SHUT_DOWN, run(hangs, EVERYTHING, 0, on_event), 1, "shut_down");
    comes_to(CODEX_SDK_ERROR_CLI_FAILED, run("[{\"exit\":3}]", NOTHING, 0, on_event), 0, "\"exit_code\":3");
    comes_to(CODEX_SDK_ERROR_TURN_FAILED, run("[{\"turn_failed\":\"too bad for us\"}]", NOTHING, 0, on_event), 1, "too bad");
    comes_to(CODEX_SDK_ERROR_PROTOCOL, run("[{\"line\":\"no\"}]", NOTHING, 0, on_event), 0, "\"line\":\"no\"");
    return 0;
}
