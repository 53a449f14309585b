/* Starts a turn, says so, and waits to be killed; if asked to, forks before that without exec, and the fork stays. */
#include "host.h"

int main(int argc, char **argv)
{
    codex_sdk_client *client = hostile("[{\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]},"
                                       "{\"grandchild\":{\"pidfile\":\"pid\",\"daemonize\":true,\"ignore_signals\":[\"SIGINT\",\"SIGTERM\"]}},"
                                       "{\"thread_started\":\"t\"},{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", "{\"output_schema\":{}}", &turn, &error));
    until_it_runs(turn);
    CHECK(argc == 2);
    pid_t child = strcmp(argv[1], "beside_a_fork") == 0 ? fork() : -1;
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
