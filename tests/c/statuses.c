/* Statuses that take a state of the host's or of the library's: BUSY, CLI_NOT_FOUND, SPAWN_FAILED, IO, SHUT_DOWN. FORKED is in hosts/fork.c. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void no_cli(const char *path, int mode, const char *words)
{
    char options[1024];
    codex_sdk_client *client = NULL;
    if (mode >= 0) {
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        CHECK(fd >= 0 && write(fd, "\x7f" "garbage", 8) == 8 && fchmod(fd, (mode_t)mode) == 0 && close(fd) == 0);
    }
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s\"}", path);
    CHECK(codex_sdk_client_new(options, &client, &error) == CODEX_SDK_ERROR_CLI_NOT_FOUND);
    CHECK(strstr(error, words) && strstr(error, path) && strstr(error, "\"tried\""));
    codex_sdk_string_free(error);
    error = NULL;
}

static void cli_not_found(void)
{
    codex_sdk_client *client = NULL;
    no_cli("/no/such/codex", -1, "does not exist");
    no_cli("/tmp", -1, "is a directory");
    no_cli("./plain", 0600, "not executable");
    no_cli("plain", -1, "not in PATH");
    CHECK(codex_sdk_client_new("{\"env\":{\"PATH\":\"/nowhere\"}}", &client, &error) == CODEX_SDK_ERROR_CLI_NOT_FOUND);
    CHECK(strstr(error, "/nowhere/codex") && strstr(error, "npm install"));
    codex_sdk_string_free(error);
    error = NULL;
}

static void spawn_failed(void)
{
    char options[1024], folder[512];
    codex_sdk_client *client = NULL;
    int fd = open("garbage", O_CREAT | O_WRONLY, 0700);
    CHECK(fd >= 0 && write(fd, "\x7f" "ELF garbage", 12) == 12 && close(fd) == 0);
    CHECK(getcwd(folder, sizeof folder));
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s/garbage\"}", folder);
    EXPECT(CODEX_SDK_OK, codex_sdk_client_new(options, &client, &error));
    codex_sdk_thread *thread = start(client);
    EXPECT(CODEX_SDK_ERROR_SPAWN_FAILED, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    /* Not BUSY: the thread is free again. */
    EXPECT(CODEX_SDK_ERROR_SPAWN_FAILED, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

static void busy_and_shut_down(void)
{
    codex_sdk_client *client = hostile("[{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread), *second = NULL;
    EXPECT(CODEX_SDK_ERROR_BUSY, codex_sdk_turn_start(thread, "x", NULL, &second, &error));
    EXPECT(CODEX_SDK_TIMEOUT, codex_sdk_turn_wait(turn, 0, NULL, &error));
    codex_sdk_client_free(client);
    EXPECT(CODEX_SDK_ERROR_SHUT_DOWN, codex_sdk_turn_wait(turn, -1, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_SHUT_DOWN, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_turn_free(turn);
}

/* Out of descriptors: a clear error, and everything works once there are some again. */
static void no_descriptors(void)
{
    codex_sdk_client *client = hostile("[{\"turn_completed\":true}]");
    codex_sdk_thread *thread = start(client);
    struct rlimit before, none;
    codex_sdk_turn *turn = NULL;
    codex_sdk_status status;
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    none = before;
    none.rlim_cur = 3;
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    EXPECT(CODEX_SDK_ERROR_IO, codex_sdk_turn_start(thread, "x", NULL, &turn, &error));
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    status = codex_sdk_turn_start(thread, "x", NULL, &turn, &error);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    EXPECT(CODEX_SDK_ERROR_SPAWN_FAILED, status);
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    cli_not_found();
    spawn_failed();
    busy_and_shut_down();
    no_descriptors();
    return 0;
}
