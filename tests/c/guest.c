/* The host's own is left alone: signals, children, descriptors, threads; also with 100 turns at once. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TURNS = 100 };

static int count(const char *folder)
{
    DIR *entries = opendir(folder);
    int number = 0;
    CHECK(entries != NULL);
    while (readdir(entries))
        number++;
    closedir(entries);
    return number;
}

/* What ends behind the scenes is not reported: bounded asking is all a host can do. */
static int eventually(const char *folder, int wanted)
{
    for (int i = 0; i < 10000 && count(folder) > wanted; i++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    return count(folder) <= wanted;
}

static void many_turns(void)
{
    int descriptors = count("/proc/self/fd"), threads = count("/proc/self/task");
    codex_sdk_client *client = hostile("[{\"thread_started\":\"t${n}\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]");
    codex_sdk_turn *turns[TURNS];
    char *result = NULL;
    for (int i = 0; i < TURNS; i++) {
        codex_sdk_thread *thread = start(client);
        turns[i] = turn_of(thread);
        codex_sdk_thread_free(thread);
    }
    CHECK(count("/proc/self/task") <= threads + 2);
    for (int i = 0; i < TURNS; i++) {
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turns[i], -1, &result, &error));
        CHECK(strstr(result, "\"final_response\":\"hi\""));
        codex_sdk_string_free(result);
        codex_sdk_turn_free(turns[i]);
    }
    codex_sdk_client_free(client);
    CHECK(eventually("/proc/self/task", threads));
    CHECK(eventually("/proc/self/fd", descriptors));
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* no child, no zombie */
}

static void handler(int signal) { (void)signal; }

static void same_signals(const struct sigaction *before, const sigset_t *mask)
{
    sigset_t now;
    CHECK(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
    for (int signal = 1; signal < 32; signal++) {
        struct sigaction action;
        CHECK(sigaction(signal, NULL, &action) == 0);
        CHECK(action.sa_handler == before[signal].sa_handler && action.sa_flags == before[signal].sa_flags);
        CHECK(sigismember(&now, signal) == sigismember(mask, signal));
    }
}

/* A turn that must work, one whose CLI dies before it has read its prompt, and one that must be cancellable. */
static void turns_in_this_host(void)
{
    static char prompt[1 << 20];
    codex_sdk_client *client = hostile("[{\"turn_completed\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn;
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);

    memset(prompt, 'x', sizeof prompt - 1);
    client = hostile("[{\"ignore_stdin\":true},{\"exit\":3}]");
    thread = start(client);
    EXPECT(CODEX_SDK_ERROR_CLI_FAILED, codex_sdk_thread_run(thread, prompt, NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);

    client = hostile("[{\"thread_started\":\"t\"},{\"hang\":true}]");
    thread = start(client);
    turn = turn_of(thread);
    codex_sdk_turn_cancel(turn);
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    struct sigaction before[32];
    sigset_t all, mask;

    many_turns();

    /* SIGPIPE at its default, SIGINT ignored, a handler of the host's, everything else blocked. */
    CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR && signal(SIGINT, SIG_IGN) != SIG_ERR && signal(SIGUSR1, handler) != SIG_ERR);
    sigfillset(&all);
    sigdelset(&all, SIGPIPE);
    CHECK(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
    for (int round = 0; round < 2; round++) {
        CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0);
        for (int signal = 1; signal < 32; signal++)
            CHECK(sigaction(signal, NULL, &before[signal]) == 0);
        turns_in_this_host();
        same_signals(before, &mask);
        CHECK(signal(SIGCHLD, SIG_IGN) != SIG_ERR); /* the second round in a host that wants no children's news */
    }
    return 0;
}
