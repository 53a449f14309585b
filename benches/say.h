/*
 * What both children say, each in its own protocol's words: messages, rendered beforehand, as fast as the pipe takes
 * them, or one at a time with the time in it.
 */
#ifndef SAY_H
#define SAY_H

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BLOCK (1024 * 1024)

/* What `codex exec` puts around the text of a message. The sizes that BENCH_CHILD names count it, line end included. */
#define EXEC_BEFORE "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_0\",\"type\":\"agent_message\",\"text\":\""
#define EXEC_BEHIND "\"}}\n"

/* As an agent writes: a line end, which JSON escapes, every now and then. */
static const char PROSE[] = "The agent looks at each file and says what it finds there.\\n";

static inline void say(const char *text, size_t length)
{
    while (length > 0) {
        const ssize_t written = write(STDOUT_FILENO, text, length);
        if (written < 0 && errno != EINTR)
            exit(101); /* as the CLI does when nobody listens */
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        }
    }
}

static inline void say_text(const char *text) { say(text, strlen(text)); }

/* The message, and where the next one begins. */
static inline char *render(char *line, const char *before, size_t length, const char *behind)
{
    char *end = stpcpy(line, before);
    for (size_t i = 0; i < length; i++)
        *end++ = PROSE[i % (sizeof PROSE - 1)];
    /* An escape is not cut in two. */
    if (length > 0 && end[-1] == '\\')
        end[-1] = '.';
    return stpcpy(end, behind);
}

static inline void say_events(long count, size_t bytes, const char *before, const char *behind)
{
    const size_t around = strlen(EXEC_BEFORE EXEC_BEHIND);
    if (bytes < around)
        exit(2);
    const size_t line = strlen(before) + bytes - around + strlen(behind);
    const long at_once = line < BLOCK ? (long)(BLOCK / line) : 1;
    char *block = malloc((size_t)at_once * line + 1), *end = block;
    for (long i = 0; i < at_once; i++)
        end = render(end, before, bytes - around, behind);
    for (; count > 0; count -= at_once)
        say(block, (size_t)(count < at_once ? count : at_once) * line);
    free(block);
}

/* Until so long after `next`, which is then that time. */
static inline void wait_until(struct timespec *next, long microseconds)
{
    next->tv_nsec += microseconds * 1000;
    next->tv_sec += next->tv_nsec / 1000000000;
    next->tv_nsec %= 1000000000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, next, NULL);
}

static inline unsigned long long stamp(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

static inline void say_stamps(long count, long microseconds, const char *before, const char *behind)
{
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (; count > 0; count--) {
        wait_until(&next, microseconds);
        char line[1000];
        say(line, (size_t)snprintf(line, sizeof line, "%s%llu%s", before, stamp(), behind));
    }
}

/* Ends no sooner than two minutes from now, whatever signal asks it to, and neither does a child in a session of its own. */
static inline void stay(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
    const int is_child = fork() == 0;
    if (is_child) {
        setsid();
        for (int descriptor = 0; descriptor < 3; descriptor++)
            close(descriptor);
    } else {
        say_text(EXEC_BEFORE EXEC_BEHIND);
    }
    for (unsigned left = 120; left > 0;)
        left = sleep(left);
    _exit(0);
}

/*
 * What BENCH_CHILD asks for between a turn's begin and its end:
 *
 *     turn                      one message
 *     events COUNT BYTES        so many messages of so many bytes
 *     stamps COUNT MICROSECONDS a message each so many microseconds, whose text is CLOCK_MONOTONIC in nanoseconds
 *     silent                    nothing, until it is ended
 *     wait MILLISECONDS         nothing for so long, and then a message
 *     stubborn                  a message, once nothing but SIGKILL ends it and a child in a session of its own
 */
static inline void say_task(const char *task, const char *before, const char *behind)
{
    long count, size;
    if (task == NULL || strcmp(task, "turn") == 0) {
        say_text(before);
        say_text(behind);
    } else if (strcmp(task, "silent") == 0) {
        for (;;)
            pause();
    } else if (sscanf(task, "events %ld %ld", &count, &size) == 2) {
        say_events(count, (size_t)size, before, behind);
    } else if (sscanf(task, "stamps %ld %ld", &count, &size) == 2) {
        say_stamps(count, size, before, behind);
    } else if (sscanf(task, "wait %ld", &count) == 1) {
        usleep((useconds_t)count * 1000);
        say_text(before);
        say_text(behind);
    } else if (strcmp(task, "stubborn") == 0) {
        stay();
    } else {
        fprintf(stderr, "the child's task is `%s`\n", task);
        exit(2);
    }
}

#endif
