/*
 * deltas: the app-server transport from C: pieces of messages, as they are written.
 *
 *     deltas events|latency CLI                one turn
 *     deltas together CLI TURNS stalled|read   so many turns at once, of which nobody reads the first, or somebody does: how
 *                                              late the others' pieces come, how long until their end, and how much the host
 *                                              has grown until then
 *
 * CLI is benches/app_server_child.c, built.
 */
#define _GNU_SOURCE

#include "host.h"

#include <poll.h>

static codex_sdk_client *connect_to(const char *cli)
{
    char options[4096], *error = NULL;
    codex_sdk_client *client;
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s\",\"transport\":\"app_server\"}", cli);
    check(codex_sdk_client_new(options, &client, &error), CODEX_SDK_OK, error);
    return client;
}

static codex_sdk_turn *start_with_deltas(codex_sdk_client *client)
{
    char *error = NULL;
    codex_sdk_thread *thread;
    codex_sdk_turn *turn;
    check(codex_sdk_thread_start(client, NULL, &thread, &error), CODEX_SDK_OK, error);
    check(codex_sdk_turn_start(thread, "go", "{\"deltas\":true}", &turn, &error), CODEX_SDK_OK, error);
    codex_sdk_thread_free(thread);
    return turn;
}

/* A turn that has said that it has begun, before what the child says first. */
static codex_sdk_turn *begun(codex_sdk_client *client)
{
    const char *event;
    size_t length;
    codex_sdk_turn *turn = start_with_deltas(client);
    for (int i = 0; i < 2; i++)
        check(next(turn, &event, &length), CODEX_SDK_OK, NULL);
    return turn;
}

static void one(const char *cli, int wants_delays)
{
    codex_sdk_client *client = connect_to(cli);
    const char *event;
    size_t length;
    codex_sdk_status status;
    codex_sdk_turn *turn = begun(client);
    struct seen seen = seen_nothing(wants_delays);
    const uint64_t then = now_ns();
    while ((status = next(turn, &event, &length)) == CODEX_SDK_OK)
        see(&seen, event, length);
    check(status, CODEX_SDK_END, NULL);
    answer(seconds_since(then), &seen);
    codex_sdk_turn_free(turn);
    codex_sdk_client_free(client);
}

/* Reads what is there; whether that was the end. */
static int read_all(codex_sdk_turn *turn, struct seen *seen)
{
    const char *event;
    size_t length;
    codex_sdk_status status;
    while ((status = codex_sdk_turn_next(turn, 0, &event, &length, NULL)) == CODEX_SDK_OK)
        see(seen, event, length);
    if (status != CODEX_SDK_TIMEOUT)
        check(status, CODEX_SDK_END, NULL);
    return status == CODEX_SDK_END;
}

/* One thread reads them all, as an event loop does. What the first says is not `seen` but `large`. */
static void read_to_the_end(codex_sdk_turn **turns, int count, int first, struct seen *seen, struct seen *large)
{
    struct pollfd *fds = calloc((size_t)count, sizeof *fds);
    for (int i = 0; i < count; i++)
        fds[i] = (struct pollfd){i < first ? -1 : codex_sdk_turn_fd(turns[i]), POLLIN, 0};
    for (int left = count - first; left > 0;) {
        poll(fds, (nfds_t)count, -1);
        for (int i = 0; i < count; i++)
            if (fds[i].revents != 0 && read_all(turns[i], i == 0 ? large : seen)) {
                fds[i].fd = -1; /* which poll passes over */
                left--;
            }
    }
    free(fds);
}

static void together(const char *cli, int count, int is_stalled)
{
    codex_sdk_client *client = connect_to(cli);
    codex_sdk_turn **turns = calloc((size_t)count, sizeof *turns);
    struct seen seen = seen_nothing(1), large = seen_nothing(0);
    for (int i = 0; i < count - 1; i++)
        turns[i] = begun(client);
    const long before = number_in("/proc/self/status", "VmHWM:");
    const uint64_t then = now_ns();
    turns[count - 1] = begun(client);
    read_to_the_end(turns, count, is_stalled, &seen, &large);
    const double seconds = seconds_since(then);
    const long growth = number_in("/proc/self/status", "VmHWM:") - before;
    if (is_stalled)
        read_to_the_end(turns, 1, 0, &seen, &large);
    printf("{\"growth_kib\":%ld,\"large_events\":%ld,\"others\":", growth, large.events);
    answer(seconds, &seen);
    printf("}\n");
    for (int i = 0; i < count; i++)
        codex_sdk_turn_free(turns[i]);
    codex_sdk_client_free(client);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const int wants_delays = strcmp(argv[1], "latency") == 0;
    if (wants_delays || strcmp(argv[1], "events") == 0)
        one(argv[2], wants_delays);
    else if (strcmp(argv[1], "together") == 0 && argc > 4)
        together(argv[2], atoi(argv[3]), strcmp(argv[4], "stalled") == 0);
    else
        return 2;
    return 0;
}
