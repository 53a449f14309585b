/* A host that has closed its stdin, stdout and stderr, as daemons do. */
#include "host.h"

static void standard_are_free(void)
{
    for (int fd = 0; fd < 3; fd++)
        CHECK(fcntl(fd, F_GETFD) == -1);
}

static void turns_without_stdio(void)
{
    codex_sdk_client *client = hostile(HANGS);
    char *info = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_client_info(client, &info, &error));
    CHECK(strstr(info, "0.0.0-hostile"));
    codex_sdk_string_free(info);
    /* What a host prints, or opens in their place, must not meet anything of the library's. */
    turn_that_is_cancelled(client, standard_are_free);
    codex_sdk_client_free(client);
}

int main(void)
{
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 50);
    CHECK(saved >= 50 && (complaints = fdopen(saved, "w")) != NULL);
    for (int fd = 0; fd < 3; fd++)
        CHECK(close(fd) == 0);
    every_turn();
    visit(turns_without_stdio);
    return 0;
}
