/* A host that may have no more threads and processes. */
#include "host.h"

#include <linux/capability.h>
#include <sys/syscall.h>

/* Root is bound by no such limit: an ordinary real user is, without the capabilities to go beyond. */
static void be_bound(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct data[2];
    if (getuid() != 0)
        return;
    CHECK(setresuid(65534, 0, 0) == 0 && syscall(SYS_capget, &header, data) == 0);
    data[0].effective &= ~(1u << CAP_SYS_ADMIN | 1u << CAP_SYS_RESOURCE);
    CHECK(syscall(SYS_capset, &header, data) == 0);
}

/* Shells give up the privileges of such a mixture. */
static void be_root_again(void)
{
    if (geteuid() == 0)
        CHECK(setresuid(0, 0, 0) == 0);
}

static void limit_to(rlim_t most)
{
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_NPROC, &limit) == 0);
    limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
    CHECK(setrlimit(RLIMIT_NPROC, &limit) == 0);
}

static void *nothing(void *argument) { return argument; }

static void no_thread_at_all(void)
{
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, nothing, NULL) == EAGAIN);
}

static void refused(codex_sdk_status wanted, codex_sdk_status status)
{
    CHECK(status == wanted && strstr(error, "Resource temporarily unavailable") && strstr(error, "\"retryable\":true"));
    EXPECT(wanted, status);
}

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)json, (void)length;
    *(volatile int *)user_data = status == CODEX_SDK_OK ? 1 : -1;
}

static void bound_host(void)
{
    codex_sdk_client *client = hostile(SAYS_HI);
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = NULL;
    char *info = NULL;
    volatile int ended = 0;
    const rlim_t enough = RLIM_INFINITY;
    limit_to(0);
    no_thread_at_all();
    for (int i = 0; i < 3; i++) {
        refused(CODEX_SDK_ERROR_IO, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
        refused(CODEX_SDK_ERROR_IO, codex_sdk_client_info(client, &info, &error));
    }
    limit_to(enough);
    turn_that_works(client, "hello");
    /* Now there is a thread for turns, but none for callbacks, and no process but the app-server that runs already. */
    limit_to(0);
    if (on_app_server())
        turn_that_works(client, "hello");
    else
        refused(CODEX_SDK_ERROR_SPAWN_FAILED, codex_sdk_thread_run(thread, "x", NULL, NULL, &error));
    refused(CODEX_SDK_ERROR_IO,
            codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, on_end, (void *)&ended, &turn, &error));
    CHECK(turn == NULL && ended == 0);
    limit_to(enough);
    EXPECT(CODEX_SDK_OK,
           codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, on_end, (void *)&ended, &turn, &error));
    for (struct patience patience = half_a_minute(); !ended && is_left(patience);)
        ;
    CHECK(ended == 1);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    be_bound();
    limit_to(RLIM_INFINITY);
    visit(bound_host);
    be_root_again();
    every_turn();
    return 0;
}
