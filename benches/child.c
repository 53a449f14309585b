/*
 * child: what the contenders start in the CLI's place. It costs as little as a process can, so that what is measured is
 * theirs. Reads the prompt to its end, says what BENCH_CHILD asks for, and exits.
 *
 *     turn                      a thread, one message, the turn's end
 *     events COUNT BYTES        so many messages of so many bytes (line end counted), rendered beforehand, as fast as the
 *                               pipe takes them
 *     stamps COUNT MICROSECONDS a message each so many microseconds, whose text is CLOCK_MONOTONIC in nanoseconds
 *     silent                    a thread, and then nothing until it is ended
 */
#define _GNU_SOURCE

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BLOCK (1024 * 1024)

static const char STARTED[] = "{\"type\":\"thread.started\",\"thread_id\":\"0199a213-81c0-7800-8aa1-bbab2a035a53\"}\n"
                              "{\"type\":\"turn.started\"}\n";
static const char BEFORE[] = "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_0\",\"type\":\"agent_message\",\"text\":\"";
static const char BEHIND[] = "\"}}\n";
static const char COMPLETED[] = "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":42,\"cached_input_tokens\":12,"
                                "\"output_tokens\":5,\"reasoning_output_tokens\":0}}\n";
/* As an agent writes: a line end, which JSON escapes, every now and then. */
static const char PROSE[] = "The agent looks at each file and says what it finds there.\\n";

static void say(const char *text, size_t length)
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

static void say_stamp(void)
{
    char line[200];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const unsigned long long stamp = (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
    say(line, (size_t)snprintf(line, sizeof line, "%s%llu%s", BEFORE, stamp, BEHIND));
}

static void render(char *line, size_t bytes)
{
    const size_t before = sizeof BEFORE - 1, behind = sizeof BEHIND - 1;
    memcpy(line, BEFORE, before);
    size_t at = before;
    for (size_t next = 0; at < bytes - behind; at++, next = (next + 1) % (sizeof PROSE - 1))
        line[at] = PROSE[next];
    /* An escape is not cut in two. */
    if (line[at - 1] == '\\')
        line[at - 1] = '.';
    memcpy(line + at, BEHIND, behind);
}

static void say_events(long count, size_t bytes)
{
    if (bytes < sizeof BEFORE + sizeof BEHIND)
        exit(2);
    const long at_once = bytes < BLOCK ? (long)(BLOCK / bytes) : 1;
    char *block = malloc((size_t)at_once * bytes);
    for (long i = 0; i < at_once; i++)
        render(block + (size_t)i * bytes, bytes);
    for (; count > 0; count -= at_once)
        say(block, (size_t)(count < at_once ? count : at_once) * bytes);
}

int main(void)
{
    const char *task = getenv("BENCH_CHILD");
    long count;
    size_t size;
    char prompt[4096];
    while (read(STDIN_FILENO, prompt, sizeof prompt) > 0)
        ;
    say(STARTED, sizeof STARTED - 1);
    if (task == NULL || strcmp(task, "turn") == 0) {
        say(BEFORE, sizeof BEFORE - 1);
        say(BEHIND, sizeof BEHIND - 1);
    } else if (strcmp(task, "silent") == 0) {
        for (;;)
            pause();
    } else if (sscanf(task, "events %ld %zu", &count, &size) == 2) {
        say_events(count, size);
    } else if (sscanf(task, "stamps %ld %zu", &count, &size) == 2) {
        struct timespec next;
        clock_gettime(CLOCK_MONOTONIC, &next);
        for (; count > 0; count--) {
            next.tv_nsec += (long)size * 1000;
            next.tv_sec += next.tv_nsec / 1000000000;
            next.tv_nsec %= 1000000000;
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
            say_stamp();
        }
    } else {
        fprintf(stderr, "child: BENCH_CHILD is `%s`\n", task);
        return 2;
    }
    say(COMPLETED, sizeof COMPLETED - 1);
    return 0;
}
