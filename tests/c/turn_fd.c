/* The descriptor is readable exactly while codex_sdk_turn_next would not have to wait. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

static int readable(int fd, int patience)
{
    struct pollfd poller = {.fd = fd, .events = POLLIN, .revents = 0};
    return poll(&poller, 1, patience);
}

int main(void)
{
    codex_sdk_client *client = hostile("[{\"thread_started\":\"t\"},{\"turn_started\":true},{\"wait_for_file\":\"go\"},"
                                       "{\"turn_completed\":true},{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread);
    const char *event = NULL;
    int fd = codex_sdk_turn_fd(turn), go;

    CHECK(fd >= 3 && codex_sdk_turn_fd(turn) == fd);
    for (int i = 0; i < 2; i++) {
        CHECK(readable(fd, 30000) == 1 && readable(fd, 0) == 1);
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, 0, &event, NULL, &error));
    }
    CHECK(readable(fd, 0) == 0);
    EXPECT(CODEX_SDK_TIMEOUT, codex_sdk_turn_next(turn, 0, &event, NULL, &error));
    CHECK(readable(fd, 0) == 0);
    go = creat("go", 0600);
    CHECK(go >= 0 && close(go) == 0);
    CHECK(readable(fd, 30000) == 1);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, 0, &event, NULL, &error));
    /* The end follows at once, and stays. */
    for (int i = 0; i < 3; i++) {
        CHECK(readable(fd, 30000) == 1);
        EXPECT(CODEX_SDK_END, codex_sdk_turn_next(turn, 0, &event, NULL, &error));
    }
    codex_sdk_turn_free(turn);
    CHECK(readable(fd, 0) == 1); /* POLLNVAL: closed with the turn */
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return 0;
}
