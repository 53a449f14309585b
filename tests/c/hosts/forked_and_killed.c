/* Starts a turn, forks without exec, says so, and waits to be killed; the fork stays. */
#include "host.h"

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
    pid_t child = fork();
    if (child == 0) {
        close(STDOUT_FILENO);
        for (;;)
            pause();
    }
    printf("running %d\n", child);
    fflush(stdout);
    for (;;)
        pause();
}
