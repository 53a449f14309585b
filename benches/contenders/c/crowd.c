/*
 * crowd: this library on a busy machine: turns beside each other, and beside processes of others.
 *
 *     crowd cpu CLI COUNT MILLISECONDS SLEEPERS      turns of so long, one after the other, beside so many sleeping
 *                                                    processes: wall and processor seconds of each
 *     crowd ticks CLI COUNT THREADS library|raw [SLEEPERS]
 *                                                    how late a message each 2 ms comes, while so many threads run turns
 *                                                    of 200 ms without pause, by this library or without any
 *     crowd burst CLI COUNT MILLISECONDS [SLEEPERS]  so many turns at once: seconds to the last end, and from then until
 *                                                    everything is gone; processor seconds of both
 *     crowd killed CLI RUNS TURNS SLEEPERS           a host with so many turns of a CLI that heeds no signal is killed:
 *                                                    seconds until the turns' processes are gone, and the watchdog
 *     crowd limited CLI COUNT THREADS DESCRIPTORS MILLISECONDS [SLEEPERS]
 *                                                    so many turns by so many threads, with few descriptors: how many succeed
 *
 * CLI is benches/child.c, built. The library is the one that the program is linked with, unless LD_LIBRARY_PATH has another.
 */
#define _GNU_SOURCE

#include "host.h"
#include "spawned.h"

#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Of the machine: sleeping processes. They end when this process does: their keeper reads from its pipe. */
static int leash = -1;

static void keep(int count, int ready, int until)
{
    pid_t *pids = calloc((size_t)count, sizeof *pids);
    for (int i = 0; i < count; i++) {
        pids[i] = fork();
        if (pids[i] < 0)
            _exit(1);
        if (pids[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            syscall(SYS_close_range, 0, ~0U, 0);
            for (;;)
                pause();
        }
    }
    char byte = 0;
    if (write(ready, &byte, 1) == 1)
        while (read(until, &byte, 1) > 0)
            ;
    for (int i = 0; i < count; i++)
        kill(pids[i], SIGKILL);
    while (wait(NULL) > 0)
        ;
    _exit(0);
}

static void start_sleepers(int count)
{
    int until[2], ready[2];
    if (count == 0)
        return;
    if (pipe2(until, O_CLOEXEC) != 0 || pipe2(ready, O_CLOEXEC) != 0)
        fail("pipe2");
    const pid_t keeper = fork();
    if (keeper == 0) {
        close(until[1]);
        close(ready[0]);
        keep(count, ready[1], until[0]);
    }
    close(until[0]);
    close(ready[1]);
    leash = until[1];
    char byte;
    if (keeper < 0 || read(ready[0], &byte, 1) != 1)
        fail("the sleepers");
    close(ready[0]);
}

static double own_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct possessions {
    long children, descriptors;
};

static struct possessions possessions(void)
{
    return (struct possessions){children(), descriptors()};
}

/* Those of a client whose first turn has long been over. */
static struct possessions at_rest(codex_sdk_client *client)
{
    follow(start_with(client, "task wait 50"));
    usleep(1000000);
    return possessions();
}

/* Until there is nothing more than before: how long it takes, and the calling thread's processor time, which looks. */
struct afterwards {
    double seconds, looking;
    struct possessions left;
};

static struct afterwards wait_until_gone(struct possessions before)
{
    const uint64_t then = now_ns();
    const double own = own_seconds();
    struct afterwards after;
    do {
        if (seconds_since(then) > 0.01)
            usleep(10000);
        const struct possessions now = possessions();
        after.left = (struct possessions){now.children - before.children, now.descriptors - before.descriptors};
        after.seconds = seconds_since(then);
    } while ((after.left.children > 0 || after.left.descriptors > 0) && after.seconds < 60);
    usleep(300000); /* what is still done then counts as processor time */
    after.looking = own_seconds() - own;
    return after;
}

/* What is started from now on has it in its environment, but for the watchdog, which has an environment of its own. */
static const char MARK[] = "CROWD_OF";
static void set_mark(void)
{
    char ours[30];
    snprintf(ours, sizeof ours, "%d.", getpid());
    setenv(MARK, ours, 1);
}

/* How many processes of the machine have that. */
static long marked(void)
{
    static char text[1 << 20];
    char ours[50];
    snprintf(ours, sizeof ours, "%s=%s", MARK, getenv(MARK));
    long count = 0;
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char path[300];
        snprintf(path, sizeof path, "/proc/%s/environ", entry->d_name);
        const int file = atol(entry->d_name) > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        const ssize_t got = file < 0 ? 0 : read(file, text, sizeof text);
        count += got > 0 && memmem(text, (size_t)got, ours, strlen(ours)) != NULL;
        if (file >= 0)
            close(file);
    }
    if (folder != NULL)
        closedir(folder);
    return count;
}

static void cpu(const char *cli, int count, int milliseconds)
{
    codex_sdk_client *client = client_of(cli);
    char prompt[100];
    snprintf(prompt, sizeof prompt, "task wait %d", milliseconds);
    const struct possessions before = at_rest(client);
    const double processor = processor_seconds();
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++)
        follow(start_with(client, prompt));
    const double seconds = seconds_since(then);
    const struct afterwards after = wait_until_gone(before);
    const double used = processor_seconds() - processor - after.looking;
    printf("{\"seconds\":%.9f,\"processor_seconds\":%.9f}\n", seconds / count, used / count);
    codex_sdk_client_free(client);
}

static int over;
static long others;
static codex_sdk_client *shared_client;
static char **command;

static void *run_turns(void *by_library)
{
    while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
        if (by_library != NULL) {
            follow(start_with(shared_client, "task wait 200"));
        } else {
            const struct child child = spawn(command, "task wait 200");
            char line[4096];
            while (read(child.output, line, sizeof line) > 0)
                ;
            close(child.output);
            waitpid(child.pid, NULL, 0);
        }
        __atomic_add_fetch(&others, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

static void ticks(const char *cli, long count, int thread_count, int by_library)
{
    char *argv[] = {(char *)cli, "exec", "--experimental-json", NULL}, prompt[100];
    shared_client = client_of(cli);
    command = argv;
    pthread_t *turners = calloc((size_t)thread_count + 1, sizeof *turners);
    for (int i = 0; i < thread_count; i++)
        pthread_create(&turners[i], NULL, run_turns, by_library ? &over : NULL);
    while (__atomic_load_n(&others, __ATOMIC_RELAXED) < thread_count)
        usleep(10000);
    struct seen seen = seen_nothing(1);
    const long before = __atomic_load_n(&others, __ATOMIC_RELAXED);
    const uint64_t then = now_ns();
    snprintf(prompt, sizeof prompt, "task stamps %ld 2000", count);
    codex_sdk_turn *turn = start_with(shared_client, prompt);
    const char *event;
    size_t length;
    codex_sdk_status status;
    while ((status = next(turn, &event, &length)) == CODEX_SDK_OK)
        see(&seen, event, length);
    check(status, CODEX_SDK_END, NULL);
    const double seconds = seconds_since(then);
    const long meanwhile = __atomic_load_n(&others, __ATOMIC_RELAXED) - before;
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    codex_sdk_turn_free(turn);
    for (int i = 0; i < thread_count; i++)
        pthread_join(turners[i], NULL);
    codex_sdk_client_free(shared_client);
    if (seen.delay_count < count)
        check(CODEX_SDK_ERROR_INTERNAL, CODEX_SDK_OK, "some have not come");
    const double p50 = median(seen.delays_us, count);
    printf("{\"p50_us\":%.1f,\"p99_us\":%.1f,\"most_us\":%.1f,\"others_per_second\":%.1f}\n", p50,
           seen.delays_us[count * 99 / 100], seen.delays_us[count - 1], (double)meanwhile / seconds);
}

static void burst(const char *cli, int count, int milliseconds)
{
    set_mark();
    codex_sdk_client *client = client_of(cli);
    codex_sdk_turn **turns = calloc((size_t)count, sizeof *turns);
    char prompt[100];
    snprintf(prompt, sizeof prompt, "task wait %d", milliseconds);
    const struct possessions before = at_rest(client);
    const double processor = processor_seconds();
    const uint64_t then = now_ns();
    for (int i = 0; i < count; i++)
        turns[i] = start_with(client, prompt);
    for (int i = 0; i < count; i++)
        follow(turns[i]);
    const double seconds = seconds_since(then);
    const struct afterwards after = wait_until_gone(before);
    const double used = processor_seconds() - processor - after.looking;
    printf("{\"seconds\":%.6f,\"processor_seconds\":%.6f,\"gone_seconds\":%.6f,\"children_left\":%ld,"
           "\"descriptors_left\":%ld,\"marked_left\":%ld}\n",
           seconds, used, after.seconds, after.left.children, after.left.descriptors, marked());
    codex_sdk_client_free(client);
}

/* The host that is to be killed: tells `ready` when its turns are at work. */
static void be_killed(const char *cli, int turn_count, int ready)
{
    codex_sdk_client *client = client_of(cli);
    const char *event;
    size_t length;
    for (int i = 0; i < turn_count; i++) {
        codex_sdk_turn *turn = start_with(client, "task stubborn");
        for (int j = 0; j < 3; j++)
            check(next(turn, &event, &length), CODEX_SDK_OK, NULL);
    }
    if (write(ready, "", 1) != 1)
        exit(1);
    for (;;)
        pause();
}

/* Whether the next child that has ended is a turn's, and takes notice of it. -1 when there is none any more. */
static int next_end(const char *name)
{
    siginfo_t ended;
    char path[100], comm[16] = "";
    if (waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) != 0)
        return -1;
    snprintf(path, sizeof path, "/proc/%d/comm", ended.si_pid);
    FILE *file = fopen(path, "r");
    if (file != NULL && fscanf(file, "%15s", comm) != 1)
        comm[0] = 0;
    if (file != NULL)
        fclose(file);
    waitpid(ended.si_pid, NULL, 0);
    return strncmp(comm, name, sizeof comm - 1) == 0;
}

/* Whatever loses its parent becomes a child of this process, and is waited for. */
static void one_kill(const char *cli, int turn_count, int report)
{
    int ready[2];
    char byte;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (pipe2(ready, O_CLOEXEC) != 0)
        fail("pipe2");
    const pid_t host = fork();
    if (host == 0)
        be_killed(cli, turn_count, ready[1]);
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        fail("the host");
    kill(host, SIGKILL);
    const uint64_t then = now_ns();
    double took[2] = {0, 0};
    for (int is_of_a_turn; (is_of_a_turn = next_end(basename(cli))) >= 0;) {
        took[1] = seconds_since(then);
        if (is_of_a_turn)
            took[0] = took[1];
    }
    _exit(write(report, took, sizeof took) != sizeof took);
}

static void killed(const char *cli, int runs, int turn_count)
{
    double *turns_gone = calloc((size_t)runs, sizeof *turns_gone), *all_gone = calloc((size_t)runs, sizeof *all_gone);
    for (int i = 0; i < runs; i++) {
        int report[2];
        double took[2];
        if (pipe2(report, O_CLOEXEC) != 0)
            fail("pipe2");
        const pid_t observer = fork();
        if (observer == 0)
            one_kill(cli, turn_count, report[1]);
        close(report[1]);
        if (read(report[0], took, sizeof took) != sizeof took)
            fail("the observer");
        close(report[0]);
        waitpid(observer, NULL, 0);
        turns_gone[i] = took[0];
        all_gone[i] = took[1];
    }
    const double turns = median(turns_gone, runs), all = median(all_gone, runs);
    printf("{\"seconds\":%.3f,\"most_seconds\":%.3f,\"watchdog_seconds\":%.3f,\"watchdog_most_seconds\":%.3f}\n", turns,
           turns_gone[runs - 1], all, all_gone[runs - 1]);
}

static long to_start, succeeded;
static char task[100];

/* None of its turns ends the program, whatever they end with. */
static void *run_some(void *nothing)
{
    (void)nothing;
    codex_sdk_thread *thread;
    check(codex_sdk_thread_start(shared_client, NULL, &thread, NULL), CODEX_SDK_OK, NULL);
    while (__atomic_fetch_sub(&to_start, 1, __ATOMIC_RELAXED) > 0) {
        char *result = NULL, *error = NULL;
        const codex_sdk_status status = codex_sdk_thread_run(thread, task, NULL, &result, &error);
        if (status == CODEX_SDK_OK)
            __atomic_add_fetch(&succeeded, 1, __ATOMIC_RELAXED);
        else
            fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), error ? error : "");
        codex_sdk_string_free(result);
        codex_sdk_string_free(error);
    }
    codex_sdk_thread_free(thread);
    return NULL;
}

static void limited(const char *cli, long count, int thread_count, rlim_t most)
{
    const struct rlimit few = {most, most};
    setrlimit(RLIMIT_NOFILE, &few);
    shared_client = client_of(cli);
    to_start = count;
    pthread_t *runners = calloc((size_t)thread_count, sizeof *runners);
    const uint64_t then = now_ns();
    for (int i = 0; i < thread_count; i++)
        pthread_create(&runners[i], NULL, run_some, NULL);
    for (int i = 0; i < thread_count; i++)
        pthread_join(runners[i], NULL);
    printf("{\"succeeded\":%ld,\"seconds\":%.6f}\n", succeeded, seconds_since(then));
    codex_sdk_client_free(shared_client);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const char *mode = argv[1], *cli = argv[2];
    int numbers[6] = {0};
    for (int i = 3; i < argc && i < 9; i++)
        numbers[i - 3] = atoi(argv[i]);
    if (strcmp(mode, "cpu") == 0) {
        start_sleepers(numbers[2]);
        cpu(cli, numbers[0], numbers[1]);
    } else if (strcmp(mode, "ticks") == 0 && argc > 5) {
        start_sleepers(numbers[3]);
        ticks(cli, numbers[0], numbers[1], strcmp(argv[5], "library") == 0);
    } else if (strcmp(mode, "burst") == 0) {
        start_sleepers(numbers[2]);
        burst(cli, numbers[0], numbers[1]);
    } else if (strcmp(mode, "killed") == 0) {
        start_sleepers(numbers[2]);
        killed(cli, numbers[0], numbers[1]);
    } else if (strcmp(mode, "limited") == 0 && argc > 6) {
        start_sleepers(numbers[4]);
        snprintf(task, sizeof task, "task wait %d", numbers[3]);
        limited(cli, numbers[0], numbers[1], (rlim_t)numbers[2]);
    } else {
        return 2;
    }
    close(leash);
    return 0;
}
