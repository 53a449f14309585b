/* A host that inherits every orphan below it, as process 1 of a container does: it is left no zombie. */
#include "host.h"

#include <sys/prctl.h>

/* What the CLI starts, it starts when the host has been told of its turn. */
#define LEAVES_DAEMONS                                                    \
    "[{\"wait_for_file\":\"go\"},"                                        \
    "{\"grandchild\":{\"pidfile\":\"one.pid\",\"daemonize\":true}},"      \
    "{\"grandchild\":{\"pidfile\":\"two.pid\",\"setsid\":true}},"         \
    "{\"thread_started\":\"t\"},"

static void leave_daemons(const char *script, codex_sdk_status end)
{
    codex_sdk_client *client = hostile(script);
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread);
    int go = open("go", O_CREAT | O_WRONLY, 0600);
    CHECK(go >= 0 && close(go) == 0);
    until_it_runs(turn);
    if (end != CODEX_SDK_OK)
        CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_OK);
    EXPECT(end, codex_sdk_turn_wait(turn, -1, NULL, &error));
    CHECK(unlink("go") == 0);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

static void one_completes(void)
{
    leave_daemons(LEAVES_DAEMONS "{\"turn_completed\":true}]", CODEX_SDK_OK);
}

static void another_is_cancelled(void)
{
    leave_daemons(LEAVES_DAEMONS "{\"hang\":true}]", CODEX_SDK_ERROR_CANCELLED);
}

int main(void)
{
    CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    visit(one_completes);
    visit(another_is_cancelled);
    return 0;
}
