/* A host without address space left: for a thread's stack, and for what the CLI says. */
#include "host.h"

#include <malloc.h>

static unsigned long long in_use(void)
{
    unsigned long long pages = 0;
    FILE *sizes = fopen("/proc/self/statm", "r");
    CHECK(sizes != NULL && fscanf(sizes, "%llu", &pages) == 1);
    fclose(sizes);
    return pages * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static void leave(unsigned long long bytes)
{
    struct rlimit limit;
    CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
    limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : in_use() + bytes;
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
}

static void out_of_memory(codex_sdk_status status)
{
    if (status != CODEX_SDK_ERROR_IO || !strstr(error, "memory") || !strstr(error, "\"retryable\":true"))
        COMPLAIN("%d: %s\n", status, error);
    CHECK(status == CODEX_SDK_ERROR_IO && strstr(error, "memory") && strstr(error, "\"retryable\":true"));
    EXPECT(status, status);
}

/* Small objects still find room in the heap, a stack does not. */
static void no_stack(void)
{
    codex_sdk_client *client = hostile(SAYS_HI);
    codex_sdk_thread *thread = start(client);
    leave(64 * 1024);
    for (int i = 0; i < 3; i++) {
        codex_sdk_status status = codex_sdk_thread_run(thread, "x", NULL, NULL, &error);
        CHECK(status == CODEX_SDK_ERROR_IO && strstr(error, "thread") && strstr(error, "\"retryable\":true"));
        EXPECT(status, status);
    }
    leave(RLIM_INFINITY);
    turn_that_works(client, "hello");
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

enum way { WAIT, NEXT, CALLBACK, WAYS };

static codex_sdk_status called;

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)length;
    called = status;
    if (status < 0)
        error = strdup(json);
    *(volatile int *)user_data = 1;
}

static codex_sdk_status follow(codex_sdk_client *client, enum way way)
{
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = NULL;
    codex_sdk_status status;
    const char *event;
    char *result = NULL;
    volatile int ended = 0;
    if (way == CALLBACK) {
        status = codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, on_end, (void *)&ended, &turn, &error);
        EXPECT(CODEX_SDK_OK, status);
        for (struct patience patience = half_a_minute(); !ended && is_left(patience);)
            ;
        CHECK(ended);
        status = called;
    } else {
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", NULL, &turn, &error));
        if (way == WAIT)
            status = codex_sdk_turn_wait(turn, -1, &result, &error);
        else
            while ((status = codex_sdk_turn_next(turn, -1, &event, NULL, &error)) == CODEX_SDK_OK)
                ;
        CHECK((way == WAIT && status == CODEX_SDK_OK) == (result != NULL));
    }
    codex_sdk_string_free(result);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    return status;
}

/* Whatever is missing, and wherever: an error, never the end of the host. */
static void large_lines_of(const char *script, const char *options)
{
    int failed = 0, worked = 0;
    codex_sdk_client *client = client_with(options, getenv("HOSTILE"), script);
    /* Its threads have their stacks. */
    CHECK(follow(client, WAIT) == CODEX_SDK_OK && follow(client, CALLBACK) == CODEX_SDK_OK);
    for (int way = 0; way < WAYS; way++)
        for (unsigned long long mib = 1; mib < 50; mib += 1 + mib / 3) {
            leave(mib << 20);
            codex_sdk_status status = follow(client, (enum way)way);
            leave(RLIM_INFINITY);
            if (status == CODEX_SDK_OK || status == CODEX_SDK_END) {
                worked++;
                continue;
            }
            failed++;
            if (way == CALLBACK && error) { /* this one is our own copy */
                CHECK(status == CODEX_SDK_ERROR_IO && strstr(error, "memory"));
                free(error);
                error = NULL;
            } else
                out_of_memory(status);
            /* A new app-server, which does not inherit a limit. */
            CHECK(!on_app_server() || follow(client, WAIT) == CODEX_SDK_OK);
        }
    CHECK(failed > 3 && worked > 3);
    codex_sdk_client_free(client);
}

#define LARGE "[{\"thread_started\":\"t\"},{\"big_message\":2000000},{\"turn_completed\":true}]"

static void large_lines(void)
{
    large_lines_of(LARGE, "");
}

/* The recording needs memory of its own: without it, it has no end. */
static void recorded(void)
{
    char option[512];
    snprintf(option, sizeof option, "\"record\":\"%s/recordings\",", getenv("TMPDIR"));
    large_lines_of(LARGE, option);
}

/* With room in the heap that is not given back: what is small goes there. */
static void keep_a_heap(void)
{
    CHECK(mallopt(M_TRIM_THRESHOLD, 1 << 30) == 1 && mallopt(M_TOP_PAD, 4 << 20) == 1);
    CHECK(mallopt(M_MMAP_THRESHOLD, 64 << 10) == 1 && mallopt(M_ARENA_MAX, 1) == 1);
    free(malloc(1000));
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    keep_a_heap();
    visit(strcmp(argv[1], "stack") == 0 ? no_stack : strcmp(argv[1], "recorded") == 0 ? recorded : large_lines);
    every_turn();
    return 0;
}
