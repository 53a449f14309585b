/*
 * raw: the least a C program has to do: posix_spawn, read, memchr. Nothing is checked, nothing is cleaned up after, and
 * one turn at a time is all it can do: the limit that the others are measured against.
 *
 *     raw events|latency CLI      one turn
 *     raw turns CLI COUNT         so many, one after the other
 *     raw start CLI COUNT GIB     likewise, in a process with so many GiB in use: the median seconds of a start
 */
#define _GNU_SOURCE

#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

struct child {
    pid_t pid;
    int output;
};

static struct child start(char *cli)
{
    int prompt[2], output[2];
    if (pipe2(prompt, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0)
        fail("pipe2");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, prompt[0], 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    char *argv[] = {cli, "exec", "--experimental-json", NULL};
    struct child child = {0, output[0]};
    if (posix_spawn(&child.pid, cli, &actions, NULL, argv, environ) != 0)
        fail("posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
    close(prompt[0]);
    close(output[1]);
    if (write(prompt[1], "go", 2) != 2)
        fail("write");
    close(prompt[1]);
    return child;
}

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

static int by_size(const void *one, const void *other)
{
    const double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    const char *mode = argv[1];
    const long count = argc > 3 ? atol(argv[3]) : 1;
    struct seen seen = seen_nothing(strcmp(mode, "latency") == 0);
    if (strcmp(mode, "start") == 0) {
        const size_t size = (size_t)atol(argv[4]) << 30;
        if (size > 0)
            memset(malloc(size), 1, size);
        double *seconds = calloc((size_t)count, sizeof *seconds);
        for (long i = 0; i < count; i++) {
            const uint64_t then = now_ns();
            const struct child child = start(argv[2]);
            seconds[i] = seconds_since(then);
            follow(child, &seen);
        }
        qsort(seconds, (size_t)count, sizeof *seconds, by_size);
        answer(seconds[count / 2], &seen);
        return 0;
    }
    if (strcmp(mode, "turns") == 0)
        follow(start(argv[2]), &seen);
    const uint64_t then = now_ns();
    for (long i = 0; i < count; i++)
        follow(start(argv[2]), &seen);
    answer(seconds_since(then), &seen);
    return 0;
}
