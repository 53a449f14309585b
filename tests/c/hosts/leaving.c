/* A host that calls exit from inside a callback, while another of its threads waits for another turn; it frees the
 * client on its way out. */
#include "host.h"

enum { CODE = 42 };

static codex_sdk_client *client;
static int at_end;

static void at_exit(void) { codex_sdk_client_free(client); }

static void leave(void)
{
    CHECK(atexit(at_exit) == 0);
    exit(CODE);
}

static void on_event(void *user_data, const char *event, size_t length)
{
    (void)user_data, (void)event, (void)length;
    if (!at_end)
        leave();
}

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)user_data, (void)status, (void)json, (void)length;
    CHECK(at_end && "called after exit");
    leave();
}

#define STUBBORN "{\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]}"
#define DAEMON                                                            \
    "{\"grandchild\":{\"pidfile\":\"${prompt}.pid\",\"daemonize\":true," \
    "\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]}}"

/* The turn whose prompt is no file is not over when the other one is. */
static const char IN_TURN[] = "[" STUBBORN "," DAEMON ",{\"thread_started\":\"t\"},{\"wait_for_file\":\"${prompt}\"},"
                              "{\"turn_completed\":true},{\"hang\":true}]";
/* The same, as both turns have one process. */
static const char ON_A_SERVER[] = "{\"turn/start\":[" STUBBORN "," DAEMON ",{\"begin\":true}],"
                                  "\"turn/start 2\":[{\"ordinary\":true}],\"end\":[{\"hang\":true}]}";

int main(int argc, char **argv)
{
    codex_sdk_turn *turn = NULL, *called = NULL;
    CHECK(argc == 2);
    at_end = strcmp(argv[1], "end") == 0;
    every_turn();
    CHECK(atexit(at_exit) == 0);
    client = hostile(on_app_server() ? ON_A_SERVER : IN_TURN);
    codex_sdk_thread *waiting = start(client), *calling = start(client);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(waiting, "never", "{\"output_schema\":{}}", &turn, &error));
    until_it_runs(turn);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(calling, "/", NULL, on_event, on_end, NULL, &called, &error));
    /* Ended by the client's end, if this is noticed before the process's. */
    codex_sdk_turn_wait(turn, -1, NULL, NULL);
    for (;;)
        pause();
}
