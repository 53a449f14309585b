/*
 * transports: what turns of the real CLI cost by either transport: wall, the host's processor time, and the CLI's.
 *
 *     transports turns OPTIONS COUNT new|same   one turn, whose seconds count from the client's beginning; then so many, one
 *                                               after the other, each of a new thread or all of one
 *     transports together OPTIONS COUNT         so many turns at once, after a first one; and the most memory that the CLI's
 *                                               processes had
 *     transports idle OPTIONS SECONDS           what is used in so many seconds after a turn
 *
 * OPTIONS are those of the client, in JSON.
 */
#define _GNU_SOURCE

#include "descendants.h"

#include <pthread.h>

static codex_sdk_client *new_client(const char *options)
{
    char *error = NULL;
    codex_sdk_client *client;
    check(codex_sdk_client_new(options, &client, &error), CODEX_SDK_OK, error);
    return client;
}

/* Until what the CLI does after a turn's end is done; it counts as the turn's. */
static void settle(long children_at_rest)
{
    for (int i = 0; i < 1000 && children() > children_at_rest; i++)
        usleep(10000);
    usleep(500000);
}

static void answer_use(struct use before, struct use after, double seconds, int count)
{
    printf("\"seconds\":%.9f,\"host_processor_seconds\":%.9f,\"cli_processor_seconds\":%.9f}\n", seconds / count,
           (after.host_seconds - before.host_seconds) / count, (after.cli_seconds - before.cli_seconds) / count);
}

static void follow_in(codex_sdk_thread *thread)
{
    char *error = NULL;
    codex_sdk_turn *turn;
    check(codex_sdk_turn_start(thread, "go", NULL, &turn, &error), CODEX_SDK_OK, error);
    follow(turn);
}

static void turns(const char *options, int count, bool is_same_thread)
{
    const uint64_t start_of_all = now_ns();
    codex_sdk_client *client = new_client(options);
    codex_sdk_thread *thread;
    check(codex_sdk_thread_start(client, NULL, &thread, NULL), CODEX_SDK_OK, NULL);
    follow_in(thread);
    const double first = seconds_since(start_of_all);
    usleep(1000000);
    const long children_at_rest = children();
    const struct use before = use_before();
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++) {
        if (is_same_thread)
            follow_in(thread);
        else
            follow(start(client));
    }
    const double seconds = seconds_since(then);
    settle(children_at_rest);
    printf("{\"first_seconds\":%.9f,", first);
    answer_use(before, use_so_far(false), seconds, count);
    codex_sdk_client_free(client);
}

static int over;

/* The most KiB that were seen, and what the looking took of processor time. */
struct watched {
    long most_kib;
    double seconds;
};

static void *watch_memory(void *data)
{
    struct watched *watched = data;
    while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
        const long kib = use_so_far(true).cli_kib;
        if (kib > watched->most_kib)
            watched->most_kib = kib;
        usleep(200000);
    }
    struct rusage own;
    getrusage(RUSAGE_THREAD, &own);
    watched->seconds = seconds_of(&own);
    return NULL;
}

static void together(const char *options, int count)
{
    codex_sdk_client *client = new_client(options);
    follow(start(client));
    usleep(1000000);
    const long children_at_rest = children();
    codex_sdk_turn **turns = calloc((size_t)count, sizeof *turns);
    struct watched watched = {0, 0};
    pthread_t watcher;
    const struct use before = use_before();
    pthread_create(&watcher, NULL, watch_memory, &watched);
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++)
        turns[i] = start(client);
    for (int i = 0; i < count; i++)
        follow(turns[i]);
    const double seconds = seconds_since(then);
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    pthread_join(watcher, NULL);
    settle(children_at_rest);
    struct use after = use_so_far(false);
    after.host_seconds -= watched.seconds;
    printf("{\"most_kib\":%ld,\"all_seconds\":%.6f,", watched.most_kib, seconds);
    answer_use(before, after, seconds, count);
    codex_sdk_client_free(client);
}

static void idle(const char *options, int seconds)
{
    codex_sdk_client *client = new_client(options);
    follow(start(client));
    usleep(2000000);
    const long switches = context_switches();
    const struct use before = use_before();
    usleep((useconds_t)seconds * 1000000);
    const struct use after = use_so_far(false);
    printf("{\"switches\":%ld,\"kib\":%ld,", context_switches() - switches, use_so_far(true).cli_kib);
    answer_use(before, after, seconds, seconds);
    codex_sdk_client_free(client);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    const char *mode = argv[1], *options = argv[2];
    const int count = atoi(argv[3]);
    if (strcmp(mode, "turns") == 0 && argc > 4)
        turns(options, count, strcmp(argv[4], "same") == 0);
    else if (strcmp(mode, "together") == 0)
        together(options, count);
    else if (strcmp(mode, "idle") == 0)
        idle(options, count);
    else
        return 2;
    return 0;
}
