/* SIGPIPE at its default, which ends the process, and a CLI that dies while it is written to and read from. */
#include "host.h"

static char prompt[8 << 20];

static void turns_without_end(const char *script, codex_sdk_status status, int turns)
{
    codex_sdk_client *client = hostile(script);
    codex_sdk_thread *thread = start(client);
    for (int i = 0; i < turns; i++)
        EXPECT(status, codex_sdk_thread_run(thread, prompt, NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

static void turn_without_end(const char *script, codex_sdk_status status)
{
    turns_without_end(script, status, 5);
}

/* An app-server that cannot read ends after its first turn, which may be in the middle of the next one. */
static void turn_without_input(void)
{
    int turns = on_app_server() ? 1 : 5;
    for (int i = 0; i < 5; i += turns)
        turns_without_end("[{\"ignore_stdin\":true},{\"close_stdin\":true},{\"thread_started\":\"t\"},{\"turn_completed\":true}]",
                          CODEX_SDK_OK, turns);
}

static void dying_programs(void)
{
    turn_without_end("[{\"ignore_stdin\":true},{\"exit\":3}]", CODEX_SDK_ERROR_CLI_FAILED);
    turn_without_end("[{\"ignore_stdin\":true},{\"signal\":\"SIGKILL\"}]", CODEX_SDK_ERROR_CLI_FAILED);
    turn_without_end("[{\"ignore_stdin\":true},{\"close_stdin\":true},{\"thread_started\":\"t\"},{\"exit\":0}]",
                     CODEX_SDK_ERROR_CLI_FAILED);
    turn_without_input();
    turn_without_end("[{\"events\":{\"count\":500,\"bytes\":1000}},{\"text\":\"{\\\"type\\\":\"},{\"signal\":\"SIGKILL\"}]",
                     CODEX_SDK_ERROR_CLI_FAILED);
    turn_without_end("[{\"close_stdout\":true},{\"stderr_flood\":1000000},{\"exit\":3}]", CODEX_SDK_ERROR_CLI_FAILED);
}

int main(void)
{
    CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    /* More than fits into a pipe; an app-server reads it as JSON, which takes its time. */
    memset(prompt, 'x', on_app_server() ? 2 << 20 : sizeof prompt - 1);
    every_turn();
    visit(dying_programs);
    /* Not even a pending one is left, which would end the host when it unblocks the signal. */
    sigset_t pending;
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0);
    return 0;
}
