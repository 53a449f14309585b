/*
 * limits: what this library takes from its host: threads, memory, descriptors, wake-ups.
 *
 *     limits live CLI COUNT         so many silent turns at once, and all of them gone again
 *     limits idle CLI COUNT SECONDS the same, watched for so long: context switches of the library's threads
 *     limits stalled CLI SECONDS    a turn whose events nobody takes for so long; then all of them
 *     limits start CLI COUNT GIB    turns one after the other in a process with so many GiB in use: median seconds of
 *                                   codex_sdk_turn_start, and until the first event
 *     limits cpu OPTIONS COUNT      turns one after the other, with client options in JSON: seconds, and of them the
 *                                   seconds of this process's processor time
 */
#define _GNU_SOURCE

#include "host.h"

/* A turn that has said that it has begun. */
static codex_sdk_turn *begun(codex_sdk_client *client)
{
    const char *event;
    size_t length;
    codex_sdk_turn *turn = start(client);
    for (int i = 0; i < 2; i++)
        check(next(turn, &event, &length), CODEX_SDK_OK, NULL);
    return turn;
}

static void live(const char *cli, int count, double watch)
{
    const long threads_before = threads(), descriptors_before = descriptors();
    codex_sdk_client *client = client_of(cli);
    /* What the first turn of a client brings with it is not counted as a turn's. */
    codex_sdk_turn *first = begun(client), **turns = calloc((size_t)count, sizeof *turns);
    const long resident_before = resident_kib();
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++)
        turns[i] = begun(client);
    const double seconds = seconds_since(then);
    const long more_threads = threads() - threads_before, more_kib = resident_kib() - resident_before;
    long switches = 0;
    if (watch > 0) {
        switches = context_switches();
        usleep((useconds_t)(watch * 1e6));
        switches = context_switches() - switches;
    }
    for (int i = 0; i < count; i++)
        codex_sdk_turn_free(turns[i]);
    codex_sdk_turn_free(first);
    codex_sdk_client_free(client);
    /* A turn that was cancelled may take its two seconds; more is a leak, and is printed. */
    for (int i = 0; i < 600 && (threads() > threads_before || children() > 0); i++)
        usleep(10000);
    printf("{\"seconds\":%.6f,\"threads\":%ld,\"kib_per_turn\":%.1f,\"switches\":%ld,\"threads_left\":%ld,"
           "\"descriptors_left\":%ld,\"children_left\":%ld}\n",
           seconds, more_threads, (double)more_kib / count, switches, threads() - threads_before, descriptors() - descriptors_before,
           children());
}

static void stalled(const char *cli, double seconds)
{
    codex_sdk_client *client = client_of(cli);
    codex_sdk_turn *turn = begun(client);
    const long before = number_in("/proc/self/status", "VmHWM:");
    usleep((useconds_t)(seconds * 1e6));
    const long stalled = number_in("/proc/self/status", "VmHWM:") - before;
    const char *event;
    size_t length;
    codex_sdk_status status;
    double bytes = 0;
    while ((status = next(turn, &event, &length)) == CODEX_SDK_OK)
        bytes += (double)length + 1;
    check(status, CODEX_SDK_END, NULL);
    printf("{\"stalled_kib\":%ld,\"peak_kib\":%ld,\"bytes\":%.0f}\n", stalled,
           number_in("/proc/self/status", "VmHWM:") - before, bytes);
}

static void starts(const char *cli, int count, size_t gib)
{
    if (gib > 0)
        memset(malloc(gib << 30), 1, gib << 30);
    codex_sdk_client *client = client_of(cli);
    follow(start(client));
    double *calls = calloc((size_t)count, sizeof *calls), *first_events = calloc((size_t)count, sizeof *first_events);
    for (int i = 0; i < count; i++) {
        const char *event;
        size_t length;
        const uint64_t then = now_ns();
        codex_sdk_turn *turn = start(client);
        calls[i] = seconds_since(then);
        check(next(turn, &event, &length), CODEX_SDK_OK, NULL);
        first_events[i] = seconds_since(then);
        follow(turn);
    }
    printf("{\"seconds\":%.9f,\"first_event_seconds\":%.9f}\n", median(calls, count), median(first_events, count));
}

static void cpu(const char *options, int count)
{
    char *error = NULL;
    codex_sdk_client *client;
    check(codex_sdk_client_new(options, &client, &error), CODEX_SDK_OK, error);
    follow(start(client));
    const double before = processor_seconds();
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++)
        follow(start(client));
    const double seconds = seconds_since(then);
    printf("{\"seconds\":%.9f,\"processor_seconds\":%.9f}\n", seconds / count, (processor_seconds() - before) / count);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    /* A live turn has four descriptors. */
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const char *mode = argv[1];
    if (strcmp(mode, "live") == 0)
        live(argv[2], atoi(argv[3]), 0);
    else if (strcmp(mode, "idle") == 0 && argc > 4)
        live(argv[2], atoi(argv[3]), atof(argv[4]));
    else if (strcmp(mode, "stalled") == 0)
        stalled(argv[2], atof(argv[3]));
    else if (strcmp(mode, "start") == 0 && argc > 4)
        starts(argv[2], atoi(argv[3]), (size_t)atol(argv[4]));
    else if (strcmp(mode, "cpu") == 0)
        cpu(argv[2], atoi(argv[3]));
    else
        return 2;
    return 0;
}
