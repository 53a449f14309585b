/* A host that has no descriptor left: before turns start, and while they run. */
#include "host.h"

#include <poll.h>

/* What a turn needs at most. */
enum { ENOUGH = 20 };

static int held[1024], holding;

/* Takes what is left of a limit that is as low as it gets. */
static void exhaust(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0) {
        CHECK(holding < 1024);
        held[holding++] = fd;
    }
    CHECK(errno == EMFILE);
}

static void give_back(int count)
{
    while (holding > 0 && count-- > 0)
        CHECK(close(held[--holding]) == 0);
}

static void limit_to(int most)
{
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = (rlim_t)most;
    CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

/* Names what is missing, and says that trying again can help. */
static void clear_error(codex_sdk_status status)
{
    char *message = NULL, *retryable = NULL;
    CHECK(status == CODEX_SDK_ERROR_IO || status == CODEX_SDK_ERROR_SPAWN_FAILED);
    message = get(error, "/message");
    retryable = get(error, "/retryable");
    if (!strstr(message, "Too many open files") || strcmp(retryable, "true") != 0)
        COMPLAIN("%s\n", error);
    CHECK(strstr(message, "Too many open files") && strcmp(retryable, "true") == 0);
    codex_sdk_string_free(message);
    codex_sdk_string_free(retryable);
    EXPECT(status, status);
}

static int left, used_before;

/* With so many descriptors left, in a client that has run a turn before or not. */
static void too_few(void)
{
    codex_sdk_client *client = hostile(SAYS_HI);
    codex_sdk_thread *thread = start(client);
    if (used_before)
        turn_that_works(client, "hello");
    exhaust();
    give_back(left);
    codex_sdk_status status = codex_sdk_thread_run(thread, "hello", "{\"output_schema\":{}}", NULL, &error);
    if (status != CODEX_SDK_OK)
        clear_error(status);
    /* A turn of an app-server that runs needs none. */
    CHECK((left > 0 || status != CODEX_SDK_OK || (on_app_server() && used_before)) && (left < ENOUGH || status == CODEX_SDK_OK));
    give_back(holding);
    turn_that_works(client, "hello"); /* recovered */
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

static volatile int ends;

static void on_event(void *user_data, const char *event, size_t length) { (void)user_data, (void)event, (void)length; }

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)user_data, (void)json, (void)length;
    CHECK(status == CODEX_SDK_OK);
    ends++;
}

/* Where each turn is a process, none can be started; the app-server that runs takes it. */
static codex_sdk_turn *start_without_descriptors(codex_sdk_thread *thread)
{
    codex_sdk_turn *turn = NULL;
    if (on_app_server())
        return turn_of(thread);
    clear_error(codex_sdk_turn_start(thread, "x", NULL, &turn, &error));
    return NULL;
}

/* By its /proc/<pid>/stat, open since there were descriptors. A zombie is not: not every process 1 reaps them. */
static int alive(int stat)
{
    char text[256] = {0};
    const char *bracket = pread(stat, text, sizeof text - 1, 0) > 0 ? strrchr(text, ')') : NULL;
    return bracket != NULL && bracket[2] != 'Z' && bracket[2] != 'X';
}

static void running_turns(void)
{
    static char prompt[8 << 20];
    codex_sdk_client *client = hostile("[{\"thread_started\":\"t\"},{\"wait_for_file\":\"go\"},{\"agent_message\":\"hi\"},"
                                       "{\"turn_completed\":true}]");
    codex_sdk_client *slow = hostile("[{\"ignore_stdin\":true},{\"thread_started\":\"t\"},{\"wait_for_file\":\"go\"},"
                                     "{\"agent_message\":\"hi\"},{\"turn_completed\":true}]");
    codex_sdk_client *stubborn = hostile("[{\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]},{\"grandchild\":{\"pidfile\":\"d.pid\","
                                         "\"daemonize\":true,\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]}},"
                                         "{\"thread_started\":\"t\"},{\"hang\":true}]");
    codex_sdk_thread *threads[] = {start(client), start(slow), start(stubborn), start(client), start(client)};
    codex_sdk_turn *polled = turn_of(threads[0]), *fed = NULL, *cancelled = turn_of(threads[2]), *called = NULL;
    const char *event;
    char *result = NULL;
    memset(prompt, 'x', sizeof prompt - 1);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(threads[1], prompt, NULL, &fed, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(threads[3], "x", NULL, on_event, on_end, NULL, &called, &error));
    until_it_runs(polled);
    until_it_runs(fed);
    until_it_runs(cancelled);
    struct pollfd poller = {.fd = codex_sdk_turn_fd(polled), .events = POLLIN, .revents = 0};
    CHECK(poller.fd >= 3);
    pid_t daemon = 0;
    FILE *file = fopen("d.pid", "r");
    CHECK(file != NULL && fscanf(file, "%d", &daemon) == 1 && fclose(file) == 0);
    char path[40];
    snprintf(path, sizeof path, "/proc/%d/stat", daemon);
    int daemon_stat = open(path, O_RDONLY);
    CHECK(daemon_stat >= 0 && alive(daemon_stat));

    exhaust();
    codex_sdk_turn *further = start_without_descriptors(threads[4]);
    CHECK(codex_sdk_turn_fd(polled) == poller.fd && codex_sdk_turn_fd(fed) == -1);
    CHECK(poll(&poller, 1, 0) == 0);
    CHECK(mkdir("go", 0700) == 0); /* which takes no descriptor */
    do {
        CHECK(poll(&poller, 1, 30000) == 1);
        codex_sdk_status status = codex_sdk_turn_next(polled, 0, &event, NULL, &error);
        if (status == CODEX_SDK_END)
            break;
        EXPECT(CODEX_SDK_OK, status);
        exhaust();
    } while (1);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(fed, -1, &result, &error));
    CHECK(strstr(result, "\"final_response\":\"hi\""));
    codex_sdk_string_free(result);
    for (struct patience patience = half_a_minute(); !ends && is_left(patience);)
        ;
    CHECK(ends == 1);
    exhaust(); /* what the others have let go of */
    CHECK(codex_sdk_turn_cancel(cancelled) == CODEX_SDK_OK);
    while (codex_sdk_turn_wait(cancelled, 1, NULL, &error) == CODEX_SDK_TIMEOUT)
        exhaust();
    CHECK(error && strstr(error, "\"cancelled\""));
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(cancelled, -1, NULL, NULL));
    /* Swept up, as an end promises; but where only the watchdog is able to look, a moment later. */
    for (struct patience patience = half_a_minute(); alive(daemon_stat) && is_left(patience);)
        ;
    CHECK(!alive(daemon_stat));
    if (further)
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(further, -1, NULL, &error));
    codex_sdk_turn_free(further);
    codex_sdk_turn_free(start_without_descriptors(threads[4]));
    CHECK(close(daemon_stat) == 0);
    give_back(holding);

    turn_that_works(client, "hello");
    for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
        codex_sdk_thread_free(threads[i]);
    codex_sdk_turn_free(polled);
    codex_sdk_turn_free(fed);
    codex_sdk_turn_free(called);
    codex_sdk_turn_free(cancelled);
    codex_sdk_client_free(client);
    codex_sdk_client_free(slow);
    codex_sdk_client_free(stubborn);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    limit_to(64);
    if (strcmp(argv[1], "before") == 0) {
        for (used_before = 0; used_before < 2; used_before++)
            for (left = 0; left < ENOUGH + 2; left++)
                visit(too_few);
    } else {
        visit(running_turns);
    }
    every_turn();
    return 0;
}
