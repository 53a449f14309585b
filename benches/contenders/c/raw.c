/*
 * raw: the least a C program has to do: posix_spawn, read, memchr. Nothing is checked, nothing is cleaned up after, and
 * one turn at a time is all it can do: the limit that the others are measured against.
 *
 *     raw events|latency CLI      one turn
 *     raw turns CLI COUNT         so many, one after the other
 *     raw start CLI COUNT GIB     likewise, in a process with so many GiB in use: median seconds of a start, and until the
 *                                 first line
 *     raw cpu COUNT CLI ARGUMENT… turns of a whole command line: wall and processor seconds of each
 */
#define _GNU_SOURCE

#include "bench.h"
#include "spawned.h"

static struct child start(char **argv) { return spawn(argv, "go"); }

static void follow(struct child child, struct seen *seen)
{
    static char *buffer;
    static size_t capacity;
    size_t length = 0, searched = 0;
    for (;;) {
        if (capacity - length < 64 * 1024) {
            capacity = 2 * capacity + 64 * 1024;
            buffer = realloc(buffer, capacity);
        }
        const ssize_t got = read(child.output, buffer + length, 64 * 1024);
        if (got <= 0)
            break;
        length += (size_t)got;
        char *line = buffer, *newline;
        while ((newline = memchr(buffer + searched, '\n', length - searched)) != NULL) {
            see(seen, line, (size_t)(newline - line));
            line = newline + 1;
            searched = (size_t)(line - buffer);
        }
        length -= (size_t)(line - buffer);
        memmove(buffer, line, length);
        searched = length;
    }
    close(child.output);
    waitpid(child.pid, NULL, 0);
}

static void starts(char **argv, long count, size_t gib)
{
    if (gib > 0)
        memset(malloc(gib << 30), 1, gib << 30);
    double *calls = calloc((size_t)count, sizeof *calls), *first_events = calloc((size_t)count, sizeof *first_events);
    for (long i = 0; i < count; i++) {
        struct seen seen = seen_nothing(0);
        const uint64_t then = now_ns();
        const struct child child = start(argv);
        calls[i] = seconds_since(then);
        follow(child, &seen);
        first_events[i] = (double)(seen.first_ns - then) / 1e9;
    }
    printf("{\"seconds\":%.9f,\"first_event_seconds\":%.9f}\n", median(calls, count), median(first_events, count));
}

static void cpu(char **argv, long count)
{
    struct seen seen = seen_nothing(0);
    follow(start(argv), &seen);
    const double before = processor_seconds();
    const uint64_t then = now_ns();
    for (long i = 0; i < count; i++)
        follow(start(argv), &seen);
    const double seconds = seconds_since(then) / (double)count;
    printf("{\"seconds\":%.9f,\"processor_seconds\":%.9f}\n", seconds, (processor_seconds() - before) / (double)count);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const char *mode = argv[1];
    const long count = argc > 3 ? atol(argv[3]) : 1;
    char *cli[] = {argv[2], "exec", "--experimental-json", NULL};
    if (strcmp(mode, "start") == 0 && argc > 4) {
        starts(cli, count, (size_t)atol(argv[4]));
    } else if (strcmp(mode, "cpu") == 0) {
        cpu(argv + 3, atol(argv[2]));
    } else {
        struct seen seen = seen_nothing(strcmp(mode, "latency") == 0);
        if (strcmp(mode, "turns") == 0)
            follow(start(cli), &seen);
        const uint64_t then = now_ns();
        for (long i = 0; i < count; i++)
            follow(start(cli), &seen);
        answer(seconds_since(then), &seen);
    }
    return 0;
}
