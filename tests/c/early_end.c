/*
 * A turn that ends early: early_end WAY SECONDS CLIENT THREAD TURN, the last three being options as JSON.
 *
 * Says what happens, a line each: "bystander PID", "started", "event", "ended STATUS ERROR". A line on stdin makes it end
 * the turn, if that is its to do, and another one (or the end of stdin) free everything and return.
 */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

static void say(const char *word, const char *what, const char *more)
{
    printf("%s %s %s\n", word, what, more);
    fflush(stdout);
}

static void await_line(void)
{
    for (int c = getchar(); c != EOF && c != '\n';)
        c = getchar();
}

/* A child that is the host's own, in its group and with its environment: no end of a turn may touch it. */
static void start_bystander(char *seconds)
{
    char *arguments[] = {"sleep", seconds, NULL}, text[20];
    pid_t pid;
    CHECK(posix_spawnp(&pid, "sleep", NULL, NULL, arguments, environ) == 0);
    snprintf(text, sizeof text, "%ld", (long)pid);
    say("bystander", text, "");
}

/* Whatever happens to the turn, somebody is waiting for it. */
static void *follow(void *turn)
{
    const char *event = NULL;
    char *why = NULL;
    codex_sdk_status status;
    while ((status = codex_sdk_turn_next(turn, -1, &event, NULL, &why)) == CODEX_SDK_OK)
        say("event", "", "");
    say("ended", codex_sdk_status_name(status), why ? why : "");
    codex_sdk_string_free(why);
    return NULL;
}

static void *call_exit(void *unused)
{
    (void)unused;
    exit(0);
}

int main(int argc, char **argv)
{
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    pthread_t follower, other;
    CHECK(argc == 6);
    const char *way = argv[1];
    signal(SIGTERM, SIG_DFL);
    start_bystander(argv[2]);
    EXPECT(CODEX_SDK_OK, codex_sdk_client_new(argv[3], &client, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_start(client, argv[4], &thread, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "Do it.", argv[5], &turn, &error));
    say("started", "", "");
    CHECK(pthread_create(&follower, NULL, follow, turn) == 0);

    /* A time-out or a signal comes by itself. */
    await_line();
    if (strcmp(way, "cancel") == 0) {
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_cancel(turn));
    } else if (strcmp(way, "free turn") == 0) {
        codex_sdk_turn_free(turn);
    } else if (strcmp(way, "free client") == 0) {
        codex_sdk_client_free(client);
    } else if (strcmp(way, "exit") == 0) {
        /* Not from the thread that runs main. */
        CHECK(pthread_create(&other, NULL, call_exit, NULL) == 0);
        pthread_join(other, NULL);
    } else if (strcmp(way, "return") == 0) {
        return 0;
    }
    if (strcmp(way, "free all") != 0) {
        await_line();
        pthread_join(follower, NULL);
    }
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return 0;
}
