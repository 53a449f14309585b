/*
 * event_loop: several conversations at once in one thread, one poll(2) for all of them.
 *
 *     event_loop ["prompt" ...]
 *
 * Each prompt gets a thread of its own. The same works with epoll, kqueue, libuv, GLib, ...: all they need is a
 * descriptor that is readable when there is something to take.
 */
#define _POSIX_C_SOURCE 200809L /* poll */

#include <codex_sdk.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 16 };

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

static void print_value(int number, const char *label, const char *json, const char *pointer)
{
    char *value = NULL;
    codex_sdk_json_get(json, pointer, &value, NULL); /* on failure the value stays NULL */
    printf("[%d] %s%s\n", number, label, value ? value : "(unknown)");
    codex_sdk_string_free(value);
}

static void print_event(int number, const char *event)
{
    char *notice = NULL;
    codex_sdk_json_get(event, "/message", &notice, NULL); /* of `error` events: without a network nothing else comes */
    if (notice != NULL)
        printf("[%d] notice: %s\n", number, notice);
    else
        print_value(number, "", event, "/type");
    codex_sdk_string_free(notice);
}

/* Takes all there is, without waiting. Answers whether the turn goes on. */
static int take_events(int number, codex_sdk_turn *turn, int *failures)
{
    const char *event;
    char *error = NULL;
    codex_sdk_status status;
    while ((status = codex_sdk_turn_next(turn, 0, &event, NULL, &error)) == CODEX_SDK_OK)
        print_event(number, event);
    if (status == CODEX_SDK_TIMEOUT)
        return 1; /* nothing more for now: back to poll */

    char *result = NULL;
    if (status == CODEX_SDK_END)
        status = codex_sdk_turn_wait(turn, 0, &result, &error);
    if (status == CODEX_SDK_OK) {
        print_value(number, "answer: ", result, "/final_response");
    } else {
        print_value(number, "failed: ", error, "/message");
        ++*failures;
    }
    codex_sdk_string_free(result);
    codex_sdk_string_free(error);
    return 0;
}

int main(int argc, char **argv)
{
    static char *defaults[] = {"Name a colour.", "Name a river.", "Name a star."};
    char **prompts = argc > 1 ? argv + 1 : defaults;
    int count = argc > 1 ? argc - 1 : 3;
    codex_sdk_client *client = NULL;
    codex_sdk_turn *turns[MOST] = {NULL};
    struct pollfd polled[MOST];
    char *error = NULL;
    int running = 0, failures = 0;

    if (count > MOST)
        count = MOST;
    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    for (int i = 0; i < count && status == CODEX_SDK_OK; i++) {
        codex_sdk_thread *thread = NULL;
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
        if (status == CODEX_SDK_OK)
            status = codex_sdk_turn_start(thread, prompts[i], NULL, &turns[i], &error);
        codex_sdk_thread_free(thread); /* its turn goes on */
        if (status != CODEX_SDK_OK)
            break;
        polled[i].fd = codex_sdk_turn_fd(turns[i]);
        polled[i].events = POLLIN;
        if (polled[i].fd >= 0)
            running++;
        else
            status = CODEX_SDK_ERROR_IO; /* this process may open no more descriptors */
    }
    if (status != CODEX_SDK_OK) {
        char *message = NULL;
        codex_sdk_json_get(error, "/message", &message, NULL);
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
        codex_sdk_string_free(message);
    }

    while (status == CODEX_SDK_OK && running > 0) {
        if (poll(polled, (nfds_t)count, -1) < 0)
            continue; /* a signal came */
        for (int i = 0; i < count; i++) {
            if (polled[i].fd < 0 || polled[i].revents == 0 || take_events(i, turns[i], &failures))
                continue;
            /* It stays readable after its end: take it out of the set. The free closes the descriptor. */
            polled[i].fd = -1;
            running--;
        }
    }

    for (int i = 0; i < count; i++)
        codex_sdk_turn_free(turns[i]); /* one that still runs is cancelled */
    codex_sdk_string_free(error);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_OK && failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
