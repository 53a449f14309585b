/* Starts a turn, says so, and waits to be killed. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <unistd.h>

int main(void)
{
    codex_sdk_client *client = hostile("[{\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]},"
                                       "{\"grandchild\":{\"pidfile\":\"pid\",\"daemonize\":true,\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]}},"
                                       "{\"thread_started\":\"t\"},{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = NULL;
    const char *event = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", "{\"output_schema\":{}}", &turn, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    puts("running");
    fflush(stdout);
    for (;;)
        pause();
}
