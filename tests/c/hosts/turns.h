/* The turns that must work in every host, and what must not reach the processes of a turn. */
#ifndef TURNS_H
#define TURNS_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define SAYS_HI "[{\"thread_started\":\"t\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]"
#define HANGS "[{\"thread_started\":\"t\"},{\"hang\":true}]"

/* A shell cannot trap a signal that was ignored when it started, and gets none that is blocked. */
static const char INTERRUPTIBLE[] = "trap ': > \"$TMPDIR/interrupted\"; exit 1' INT\n"
                                    "echo '{\"type\":\"thread.started\",\"thread_id\":\"t\"}'\n"
                                    "sleep 600 & wait\n";
/* An app-server gets a signal when it does not end with its input. */
static const char INTERRUPTIBLE_SERVER[] = "trap ': > \"$TMPDIR/interrupted\"; exit 1' TERM\n"
                                           "exec 3<&0\n" /* in the background stdin is another one */
                                           "\"$HOSTILE\" \"$@\" <&3 & wait\n"
                                           "sleep 600 & wait\n";

static const char *in_tmp(const char *name)
{
    static char path[4][4096];
    static int next;
    char *to = path[next++ % 4];
    snprintf(to, sizeof path[0], "%s/%s", getenv("TMPDIR"), name);
    return to;
}

/* One line of /proc/<pid>/status that is a hexadecimal number. */
static inline unsigned long long signals_of(pid_t pid, const char *which)
{
    char path[64], line[300];
    unsigned long long signals = ~0ULL;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *status = fopen(path, "r");
    CHECK(status != NULL);
    while (fgets(line, sizeof line, status))
        if (strncmp(line, which, strlen(which)) == 0)
            signals = strtoull(line + strlen(which), NULL, 16);
    fclose(status);
    return signals;
}

struct seen {
    int standard, others, tell;
};

static inline void see(void *context, const char *folder, int number)
{
    struct seen *seen = context;
    if (number <= 2)
        seen->standard++;
    else
        seen->others++;
    if (number > 2 && seen->tell)
        COMPLAIN("inherited: %s/%d\n", folder, number);
}

/* A process of the library's: nothing of the host's has come along. */
static inline void inherited_nothing(pid_t pid)
{
    char folder[64];
    struct seen seen = {0, 0, 0};
    snprintf(folder, sizeof folder, "/proc/%d/fd", pid);
    /* A program that is still being loaded opens its libraries; what is inherited stays. */
    each_number_in(folder, see, &seen);
    for (struct patience patience = half_a_minute(); seen.others && is_left(patience);) {
        seen = (struct seen){0, 0, 0};
        each_number_in(folder, see, &seen);
    }
    if (seen.others) {
        seen = (struct seen){0, 0, 1};
        each_number_in(folder, see, &seen);
    }
    CHECK(seen.standard == 3 && seen.others == 0);
    CHECK(signals_of(pid, "SigBlk:") == 0);
    /* But for SIGPIPE, which Rust's main, hostile-codex's too, ignores itself, and for the two that glibc hides and
     * ignores in whatever it spawns. */
    CHECK((signals_of(pid, "SigIgn:") & ~(1ULL << (SIGPIPE - 1) | 3ULL << 31)) == 0);
}

/* The children of this process that lead a session, as those of the library do. */
static inline int processes_of_the_library(pid_t *pids, int most)
{
    char *list = NULL, *rest = NULL;
    size_t size;
    int count = 0;
    FILE *out = open_memstream(&list, &size);
    each_number_in("/proc/self/task", tell_children, out);
    fclose(out);
    for (char *word = strtok_r(list, "child \n", &rest); word && count < most; word = strtok_r(NULL, "child \n", &rest))
        if (getsid(atoi(word)) == atoi(word))
            pids[count++] = atoi(word);
    free(list);
    return count;
}

static inline void look_at_processes(void)
{
    pid_t pids[8];
    int count = processes_of_the_library(pids, 8);
    CHECK(count >= 2); /* the CLI and the watchdog */
    for (int i = 0; i < count; i++)
        inherited_nothing(pids[i]);
}

/* With a schema, so that there are temporary files, too. */
static inline void turn_that_works(codex_sdk_client *client, const char *prompt)
{
    codex_sdk_thread *thread = start(client);
    char *result = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, prompt, "{\"output_schema\":{}}", &result, &error));
    CHECK(strstr(result, "\"final_response\":\"hi\""));
    codex_sdk_string_free(result);
    codex_sdk_thread_free(thread);
}

static inline void turn_that_fails(const char *script, codex_sdk_status status, const char *words)
{
    static char prompt[1 << 20];
    codex_sdk_client *client = hostile(script);
    codex_sdk_thread *thread = start(client);
    memset(prompt, 'x', sizeof prompt - 1);
    CHECK(codex_sdk_thread_run(thread, prompt, NULL, NULL, &error) == status);
    CHECK(strstr(error, words));
    EXPECT(status, status);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

/* Follows a turn until the CLI has said something of it. */
static inline void until_it_runs(codex_sdk_turn *turn)
{
    const char *event;
    do
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    while (on_app_server() && !strstr(event, "\"turn.started\"")); /* a thread is there before its turn */
}

/* Follows a turn up to its first event, and cancels it then. */
static inline void turn_that_is_cancelled(codex_sdk_client *client, void (*meanwhile)(void))
{
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread);
    const char *event;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    if (meanwhile)
        meanwhile();
    CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_OK);
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
}

static inline codex_sdk_client *interruptible(void)
{
    const char *program = in_tmp("interruptible");
    if (access(program, X_OK) != 0) {
        FILE *script = fopen(program, "w");
        const char *text = on_app_server() ? INTERRUPTIBLE_SERVER : INTERRUPTIBLE;
        CHECK(script != NULL && fprintf(script, "#!/bin/sh\nHOSTILE='%s'\n%s", getenv("HOSTILE"), text) > 0);
        CHECK(fclose(script) == 0 && chmod(program, 0700) == 0);
    }
    return client_of(program, on_app_server() ? HANGS : "");
}

/* The library comes, does its work, and goes. */
static inline void visit(void (*turns)(void))
{
    char *before = state_of_host();
    turns();
    as_found(before);
}

static inline void one_works(void)
{
    codex_sdk_client *client = hostile(SAYS_HI);
    turn_that_works(client, "hello");
    codex_sdk_client_free(client);
}

static inline void one_fails(void)
{
    turn_that_fails("[{\"ignore_stdin\":true},{\"stderr\":\"bad luck\"},{\"exit\":3}]", CODEX_SDK_ERROR_CLI_FAILED, "bad luck");
}

static inline void one_is_cancelled(void)
{
    codex_sdk_client *client = hostile(HANGS);
    turn_that_is_cancelled(client, look_at_processes);
    codex_sdk_client_free(client);
}

static inline void one_is_interrupted(void)
{
    codex_sdk_client *client = interruptible();
    turn_that_is_cancelled(client, NULL);
    CHECK(on_app_server() || unlink(in_tmp("interrupted")) == 0);
    codex_sdk_client_free(client);
    for (struct patience patience = half_a_minute(); on_app_server() && unlink(in_tmp("interrupted")) != 0;)
        CHECK(is_left(patience));
}

/* What must work in every host, and leave it as it was. */
static inline void every_turn(void)
{
    visit(one_works);
    visit(one_fails);
    visit(one_is_cancelled);
    visit(one_is_interrupted);
}

/* A child of the host's own. */
static inline void ends_with(pid_t child, int code)
{
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < 30000 && (ended = waitpid(child, &status, WNOHANG)) == 0; i++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    if (ended == 0)
        kill(child, SIGKILL);
    CHECK(ended == child && WIFEXITED(status) && WEXITSTATUS(status) == code);
}

#endif
