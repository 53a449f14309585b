/* A host that frees its clients and forks then, as servers with workers do: each child begins anew, the parent goes on. */
#include "host.h"

#include <stdint.h>

static codex_sdk_client *client;
static codex_sdk_thread *thread;
static codex_sdk_turn *turn;

static pid_t forked(void (*in_child)(void))
{
    pid_t child = fork();
    CHECK(child >= 0);
    forks = 0; /* its own */
    if (child == 0) {
        in_child();
        exit(7);
    }
    return child;
}


static void tell_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)json, (void)length;
    CHECK(write(*(int *)user_data, &status, sizeof status) == sizeof status);
}

static void callback_turn_that_works(void)
{
    codex_sdk_client *own = hostile(SAYS_HI);
    codex_sdk_thread *talk = start(own);
    codex_sdk_turn *answer = NULL;
    codex_sdk_status status = -1;
    int ends[2];
    CHECK(pipe(ends) == 0);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(talk, "x", NULL, NULL, tell_end, &ends[1], &answer, &error));
    CHECK(read(ends[0], &status, sizeof status) == sizeof status && status == CODEX_SDK_OK);
    codex_sdk_turn_free(answer);
    codex_sdk_thread_free(talk);
    codex_sdk_client_free(own);
    close(ends[0]);
    close(ends[1]);
}

static void nothing_is_the_parents(void)
{
    codex_sdk_thread *new_thread = NULL;
    char *text = NULL;
    codex_sdk_client *own = hostile(SAYS_HI);
    codex_sdk_thread *talk = start(own);
    codex_sdk_turn *answer = turn_of(talk);
    CHECK((void *)own != (void *)client && (void *)talk != (void *)thread && (void *)answer != (void *)turn);
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_start(client, NULL, &new_thread, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_id(thread, &text, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_turn_wait(turn, -1, &text, &error));
    CHECK(codex_sdk_turn_fd(turn) == -1 && codex_sdk_turn_cancel(turn) == CODEX_SDK_ERROR_FORKED);
    EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_wait((codex_sdk_turn *)(void *)talk, -1, &text, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(answer, -1, NULL, &error));
    codex_sdk_turn_free(answer);
    codex_sdk_thread_free(talk);
    codex_sdk_client_free(own);
}

static void begins_anew(void)
{
    visit(nothing_is_the_parents);
    visit(callback_turn_that_works);
    every_turn();
}

static void is_refused(void)
{
    codex_sdk_client *own = NULL;
    CHECK(codex_sdk_client_new(NULL, &own, &error) == CODEX_SDK_ERROR_FORKED && strstr(error, "free every client before the fork"));
    EXPECT(CODEX_SDK_ERROR_FORKED, CODEX_SDK_ERROR_FORKED);
    codex_sdk_client_free(client);
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_client_new(NULL, &own, &error));
}

/* Threads and turns may be kept, freed or not; the library's own threads are still at work. */
static void right_after_a_turn(void)
{
    client = hostile(SAYS_HI);
    thread = start(client);
    turn = turn_of(thread);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turn, -1, NULL, &error));
    ends_with(forked(is_refused), 7);
    codex_sdk_client_free(client);
    pid_t child = forked(begins_anew);
    one_works();
    ends_with(child, 7);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
}

static void in_the_middle_of_a_turn(void)
{
    const char *event;
    client = hostile(HANGS);
    thread = start(client);
    turn = turn_of(thread);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    codex_sdk_client_free(client);
    ends_with(forked(begins_anew), 7);
    EXPECT(CODEX_SDK_ERROR_SHUT_DOWN, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
}

static void *waits(void *unused)
{
    CHECK(codex_sdk_turn_wait(turn, -1, NULL, NULL) == CODEX_SDK_ERROR_SHUT_DOWN);
    return unused;
}

/* The CLI takes its time to end, and so the call that waits for that. */
static void in_a_call(void)
{
    pthread_t waiting;
    const char *event;
    client = hostile("[{\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]},{\"thread_started\":\"t\"},{\"hang\":true}]");
    thread = start(client);
    turn = turn_of(thread);
    until_it_runs(turn);
    CHECK(pthread_create(&waiting, NULL, waits, NULL) == 0);
    for (int i = 0; i < 30000 && codex_sdk_turn_next(turn, 0, &event, NULL, NULL) != CODEX_SDK_ERROR_BUSY; i++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    codex_sdk_client_free(client);
    ends_with(forked(is_refused), 7);
    CHECK(pthread_join(waiting, NULL) == 0);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
}

/* A child is a parent, too. */
static void generation(void)
{
    static int number;
    one_works();
    if (number++ < 5)
        ends_with(forked(generation), 7);
    one_works();
}

/* The callback thread is the library's, and would go on as such in the child. */
static void forks_in_callback(void *user_data, const char *event, size_t length)
{
    (void)event, (void)length;
    int *events = user_data;
    if ((*events)++ > 0)
        return;
    codex_sdk_client_free(client);
    pid_t child = fork();
    if (child == 0) {
        is_refused();
        _exit(7);
    }
    ends_with(child, 7);
    *(volatile int *)(events + 1) = 1;
}

static void ignore_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)user_data, (void)status, (void)json, (void)length;
}

static void in_a_callback(void)
{
    static int events[2];
    client = hostile(HANGS);
    thread = start(client);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(thread, "x", NULL, forks_in_callback, ignore_end, events, &turn, &error));
    for (int i = 0; i < 30000 && !*(volatile int *)&events[1]; i++)
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    CHECK(events[1] == 1);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    forks = 0;
}

/* Other threads of the host are in calls of the library at any moment, and have none of its objects for long. */
static volatile int enough;

static void *calls(void *unused)
{
    static codex_sdk_turn *const never = (codex_sdk_turn *)(uintptr_t)123457;
    while (!enough) {
        char *report = NULL;
        codex_sdk_client *none = NULL, *one = NULL;
        CHECK(codex_sdk_client_new("{\"codex_path_override\":\"/none\"}", &none, &report) == CODEX_SDK_ERROR_CLI_NOT_FOUND);
        codex_sdk_string_free(report);
        CHECK(codex_sdk_client_new("{\"codex_path_override\":\"/bin/true\"}", &one, NULL) == CODEX_SDK_OK);
        codex_sdk_client_free(one);
        codex_sdk_turn_free(never);
    }
    return unused;
}

static void works_or_is_refused(void)
{
    codex_sdk_client *own = NULL;
    codex_sdk_status status = codex_sdk_client_new("{\"codex_path_override\":\"/none\"}", &own, &error);
    CHECK(status == CODEX_SDK_ERROR_FORKED || status == CODEX_SDK_ERROR_CLI_NOT_FOUND);
    EXPECT(status, status);
    if (status != CODEX_SDK_ERROR_FORKED)
        one_works();
}

static void beside_calls(void)
{
    pthread_t threads[4];
    enough = 0;
    for (int i = 0; i < 4; i++)
        CHECK(pthread_create(&threads[i], NULL, calls, NULL) == 0);
    for (int i = 0; i < 300; i++)
        ends_with(forked(works_or_is_refused), 7);
    enough = 1;
    for (int i = 0; i < 4; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

/* A child that is killed takes its turns along, as its parent does, and while a sibling lives. */
static int told[2];

static void waits_to_be_killed(void)
{
    const char *event;
    client = hostile(HANGS);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn_of(start(client)), -1, &event, NULL, &error));
    CHECK(write(told[1], "x", 1) == 1);
    for (;;)
        pause();
}

static void waits_for_the_end(void)
{
    char byte;
    close(told[1]);
    CHECK(read(told[0], &byte, 1) == 0);
}

static void killed(void)
{
    char byte;
    CHECK(pipe(told) == 0);
    pid_t child = forked(waits_to_be_killed);
    CHECK(read(told[0], &byte, 1) == 1);
    pid_t sibling = forked(waits_for_the_end);
    CHECK(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child);
    close(told[1]);
    ends_with(sibling, 7);
    close(told[0]);
}

int main(void)
{
    visit(right_after_a_turn);
    visit(in_the_middle_of_a_turn);
    visit(in_a_call);
    visit(generation);
    visit(in_a_callback);
    visit(beside_calls);
    visit(killed);
    every_turn();
    return 0;
}
