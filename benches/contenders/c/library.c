/*
 * library: this library from C, by poll or by callback. Each event is the CLI's line, checked.
 *
 *     library poll|callback events|latency CLI      one turn
 *     library poll|callback turns CLI COUNT         so many, one after the other
 */
#define _GNU_SOURCE

#include "bench.h"

#include <codex_sdk.h>
#include <pthread.h>

static void check(int ok, const char *error)
{
    if (!ok) {
        fprintf(stderr, "%s\n", error ? error : "it failed");
        exit(1);
    }
}

static void by_poll(codex_sdk_thread *thread, struct seen *seen)
{
    codex_sdk_turn *turn;
    char *error = NULL;
    check(codex_sdk_turn_start(thread, "go", NULL, &turn, &error) == CODEX_SDK_OK, error);
    const char *event;
    size_t length;
    codex_sdk_status status;
    while ((status = codex_sdk_turn_next(turn, -1, &event, &length, &error)) == CODEX_SDK_OK)
        see(seen, event, length);
    check(status == CODEX_SDK_END, error);
    codex_sdk_turn_free(turn);
}

struct call {
    struct seen *seen;
    pthread_mutex_t lock;
    pthread_cond_t over;
    int is_over;
};

static void on_event(void *data, const char *event, size_t length)
{
    see(((struct call *)data)->seen, event, length);
}

static void on_end(void *data, codex_sdk_status status, const char *json, size_t length)
{
    struct call *call = data;
    (void)length;
    check(status == CODEX_SDK_OK, json);
    pthread_mutex_lock(&call->lock);
    call->is_over = 1;
    pthread_cond_signal(&call->over);
    pthread_mutex_unlock(&call->lock);
}

static void by_callback(codex_sdk_thread *thread, struct seen *seen)
{
    codex_sdk_turn *turn;
    char *error = NULL;
    struct call call = {seen, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
    check(codex_sdk_turn_start_with_callback(thread, "go", NULL, on_event, on_end, &call, &turn, &error) == CODEX_SDK_OK,
          error);
    pthread_mutex_lock(&call.lock);
    while (!call.is_over)
        pthread_cond_wait(&call.over, &call.lock);
    pthread_mutex_unlock(&call.lock);
    codex_sdk_turn_free(turn);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    void (*run)(codex_sdk_thread *, struct seen *) = strcmp(argv[1], "poll") == 0 ? by_poll : by_callback;
    const char *mode = argv[2];
    const long count = argc > 4 ? atol(argv[4]) : 1;
    char options[4096];
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s\"}", argv[3]);
    char *error = NULL;
    codex_sdk_client *client;
    codex_sdk_thread *thread;
    check(codex_sdk_client_new(options, &client, &error) == CODEX_SDK_OK, error);
    check(codex_sdk_thread_start(client, NULL, &thread, &error) == CODEX_SDK_OK, error);
    struct seen seen = seen_nothing(strcmp(mode, "latency") == 0);
    if (strcmp(mode, "turns") == 0)
        run(thread, &seen);
    const uint64_t then = now_ns();
    for (long i = 0; i < count; i++)
        run(thread, &seen);
    answer(seconds_since(then), &seen);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return 0;
}
