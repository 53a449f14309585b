/* However much the CLI writes, and however little of it the host reads: the host's memory stays what it was, and
 * nothing is lost. STALLED_MIB says how much is written: 2048 is the guarantee, and takes a minute or
 * three with a library that is not optimised. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "patience.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EVENT = 4096, MIB = 1024 * 1024, MORE_MIB = 16, LINE_MIB = 8 };

static long long mib = 128;
static char script[512];

/* A number of a file such as /proc/self/status, by its name; 0 if it is not there any more. */
static long number_in(const char *path, const char *name)
{
    char line[256];
    long number = 0;
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    if (file)
        fclose(file);
    return number;
}

static long resident_kib(void) { return number_in("/proc/self/status", "VmRSS:"); }

/* From here on the peak is counted anew. */
static long start_counting(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    CHECK(file && fputs("5", file) >= 0 && fclose(file) == 0);
    return resident_kib();
}

static void at_most(long before, int more_mib)
{
    long now = resident_kib() - before, peak = number_in("/proc/self/status", "VmHWM:") - before;
    if (now > MORE_MIB * 1024 || peak > more_mib * 1024L) {
        fprintf(stderr, "%ld KiB more than before, %ld at the peak\n", now, peak);
        exit(1);
    }
}

/* Adds how often the threads of a process have been put to sleep; whether all of them sleep. */
static int sleeps(const char *process, long *switches)
{
    char folder[300], path[600], self[32], state[64] = "";
    int all = 1;
    snprintf(folder, sizeof folder, "/proc/%s/task", process);
    snprintf(self, sizeof self, "%ld", (long)getpid());
    DIR *tasks = opendir(folder);
    for (struct dirent *task; tasks && (task = readdir(tasks));) {
        if (!isdigit((unsigned char)task->d_name[0]) || strcmp(task->d_name, self) == 0)
            continue; /* the main thread is the one that asks */
        snprintf(path, sizeof path, "%s/%s/status", folder, task->d_name);
        FILE *file = fopen(path, "r");
        while (file && fgets(state, sizeof state, file) && strncmp(state, "State:", 6) != 0)
            ;
        if (file)
            fclose(file);
        all = all && strncmp(state, "State:\tS", 8) == 0;
        *switches += number_in(path, "voluntary_ctxt_switches:") + number_in(path, "nonvoluntary_ctxt_switches:");
    }
    if (tasks)
        closedir(tasks);
    return all;
}

/* Whether our other threads and our children sleep, all of them. */
static int everybody_sleeps(long *switches)
{
    char path[300];
    int all = sleeps("self", switches);
    DIR *processes = opendir("/proc");
    CHECK(processes != NULL);
    for (struct dirent *process; (process = readdir(processes));) {
        snprintf(path, sizeof path, "/proc/%s/status", process->d_name);
        if (isdigit((unsigned char)process->d_name[0]) && number_in(path, "PPid:") == getpid())
            all = sleeps(process->d_name, switches) && all;
    }
    closedir(processes);
    return all;
}

/* Until nothing moves any more: of the CLI and the library nobody runs, and nobody has run since the last look. Then the
 * CLI waits for room in its pipe and the library for its host. */
static void until_stalled(void)
{
    long before = -1, now = 0;
    for (struct patience patience = half_a_minute(); is_left(patience);) {
        int all = everybody_sleeps(&now);
        if (all && now == before)
            return;
        before = all ? now : -1;
        now = 0;
    }
    CHECK(!"the CLI is made to wait");
}

static void check_event(const char *event, size_t length, long number)
{
    static char wanted[EVENT];
    char digits[16];
    if (!wanted[0]) {
        static const char end[] = "\"}}";
        memset(wanted, 'x', EVENT);
        int begin = sprintf(wanted, "{\"type\":\"item.completed\",\"item\":{\"id\":\"item_0\",\"type\":\"agent_message\",\"text\":\"");
        wanted[begin] = 'x';
        memcpy(wanted + EVENT - sizeof end, end, sizeof end);
    }
    char *place = strstr(wanted, "text\":\"") + strlen("text\":\"");
    snprintf(digits, sizeof digits, "%012ld", number);
    memcpy(place, digits, 12);
    CHECK(length == EVENT - 1 && memcmp(event, wanted, EVENT) == 0);
}

static codex_sdk_client *client;
static codex_sdk_thread *thread;

static void open_thread(const char *format, long long amount)
{
    snprintf(script, sizeof script, format, amount);
    client = hostile(script);
    thread = start(client);
}

static void close_thread(void)
{
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    /* What ends behind the scenes is not reported: bounded asking is all a host can do. */
    for (struct patience patience = half_a_minute(); number_in("/proc/self/status", "Threads:") > 1 && is_left(patience);)
        ;
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

#define FLOOD "[{\"thread_started\":\"t\"},{\"events\":{\"count\":%lld,\"bytes\":4096}},{\"turn_completed\":true}]"

static codex_sdk_turn *stalled_turn(long long events)
{
    open_thread(FLOOD, events);
    codex_sdk_turn *turn = turn_of(thread);
    struct pollfd poller = {.fd = codex_sdk_turn_fd(turn), .events = POLLIN, .revents = 0};
    CHECK(poll(&poller, 1, 60000) == 1);
    until_stalled();
    return turn;
}

static void read_late(void)
{
    long before = start_counting(), events = (long)(mib * MIB / EVENT);
    codex_sdk_turn *turn = stalled_turn(events);
    const char *event = NULL;
    size_t length = 0;
    at_most(before, MORE_MIB);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, &length, &error));
    CHECK(strstr(event, "thread.started"));
    for (long number = 1; number <= events; number++) {
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, &length, &error));
        check_event(event, length, number);
        if (number % (events / 4) == 0) { /* and once more in the middle of it */
            if (number < events)
                until_stalled();
            at_most(before, MORE_MIB);
        }
    }
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, &length, &error));
    CHECK(strstr(event, "turn.completed"));
    EXPECT(CODEX_SDK_END, codex_sdk_turn_next(turn, -1, &event, &length, &error));
    codex_sdk_turn_free(turn);
    close_thread();
    at_most(before, MORE_MIB);
}

static void never_read(void)
{
    long before = start_counting();
    codex_sdk_turn *turn = stalled_turn(mib * MIB / EVENT);
    codex_sdk_turn_free(turn);
    close_thread();
    at_most(before, MORE_MIB);
}

struct blocking {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int entered, may_go_on, ended;
    long seen;
};

static void on_event(void *user_data, const char *event, size_t length)
{
    struct blocking *blocking = user_data;
    if (blocking->seen > 0 && !strstr(event, "turn.completed"))
        check_event(event, length, blocking->seen);
    blocking->seen++;
    pthread_mutex_lock(&blocking->lock);
    blocking->entered = 1;
    pthread_cond_broadcast(&blocking->changed);
    while (!blocking->may_go_on)
        pthread_cond_wait(&blocking->changed, &blocking->lock);
    pthread_mutex_unlock(&blocking->lock);
}

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    struct blocking *blocking = user_data;
    CHECK(status == CODEX_SDK_OK && strlen(json) == length);
    pthread_mutex_lock(&blocking->lock);
    blocking->ended = 1;
    pthread_cond_broadcast(&blocking->changed);
    pthread_mutex_unlock(&blocking->lock);
}

static void wait_for(struct blocking *blocking, const int *flag)
{
    pthread_mutex_lock(&blocking->lock);
    while (!*flag)
        pthread_cond_wait(&blocking->changed, &blocking->lock);
    pthread_mutex_unlock(&blocking->lock);
}

static void blocking_callback(void)
{
    static struct blocking blocking = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    long before = start_counting(), events = (long)(mib * MIB / EVENT);
    codex_sdk_turn *turn = NULL;
    open_thread(FLOOD, events);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(thread, "x", NULL, on_event, on_end, &blocking, &turn, &error));
    wait_for(&blocking, &blocking.entered);
    until_stalled();
    at_most(before, MORE_MIB);
    pthread_mutex_lock(&blocking.lock);
    blocking.may_go_on = 1;
    pthread_cond_broadcast(&blocking.changed);
    pthread_mutex_unlock(&blocking.lock);
    wait_for(&blocking, &blocking.ended);
    CHECK(blocking.seen == events + 2);
    codex_sdk_turn_free(turn);
    close_thread();
    at_most(before, MORE_MIB);
}

static void flooded_stderr(void)
{
    long before = start_counting();
    open_thread("[{\"thread_started\":\"t\"},{\"stderr_flood\":%lld},{\"exit\":3}]", mib * MIB);
    codex_sdk_turn *turn = turn_of(thread);
    char *json = NULL;
    CHECK(codex_sdk_turn_wait(turn, -1, NULL, &json) == CODEX_SDK_ERROR_CLI_FAILED);
    char *stderr_text = get(json, "/stderr"), *truncated = get(json, "/stderr_truncated");
    size_t length = strlen(stderr_text);
    CHECK(length <= 16 * 1024 && strcmp(stderr_text + length - 13, "end of flood\n") == 0 && strcmp(truncated, "true") == 0);
    codex_sdk_string_free(stderr_text);
    codex_sdk_string_free(truncated);
    codex_sdk_string_free(json);
    codex_sdk_turn_free(turn);
    close_thread();
    at_most(before, MORE_MIB);
}

static void endless_line(void)
{
    char options[64];
    long before = start_counting();
    codex_sdk_turn *turn = NULL;
    open_thread("[{\"thread_started\":\"t\"},{\"big_message\":%lld},{\"turn_completed\":true}]", mib * MIB);
    snprintf(options, sizeof options, "{\"max_line_bytes\":%d}", LINE_MIB * MIB);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", options, &turn, &error));
    EXPECT(CODEX_SDK_ERROR_PROTOCOL, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    close_thread();
    at_most(before, 2 * LINE_MIB + MORE_MIB); /* a buffer doubles as it grows */
}

int main(void)
{
    const char *wanted = getenv("STALLED_MIB");
    struct { const char *name; void (*run)(void); } cases[] = {
        {"read late", read_late}, {"never read", never_read}, {"callback blocks", blocking_callback},
        {"stderr", flooded_stderr}, {"line without end", endless_line},
    };
    if (wanted)
        mib = strtoll(wanted, NULL, 10);
    CHECK(mib > LINE_MIB);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        cases[i].run();
        clock_gettime(CLOCK_MONOTONIC, &to);
        printf("%-17s %5lld MiB  peak %5ld KiB  %4ld s\n", cases[i].name, mib,
               number_in("/proc/self/status", "VmHWM:"), (long)(to.tv_sec - from.tv_sec));
    }
    return 0;
}
