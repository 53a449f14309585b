/* A host with a thread that changes the environment without pause: the list of variables grows, shrinks and moves. */
#include "host.h"

#include <malloc.h>
#include <stdatomic.h>
#include <sys/mman.h>

enum { NAMES = 1000, EARLY = 60, ROUNDS = 10, CLIENTS = 40, LIST = 16384 };

static atomic_int stopping, asked;

/* In libc's place, for the library, too: what it would look at may just be moved, so it must not ask. */
char *getenv(const char *name)
{
    const size_t length = strlen(name);
    if (strcmp(name, "HOSTILE") != 0 && strcmp(name, "TMPDIR") != 0 && strncmp(name, "CODEX_SDK_TEST_", 15) != 0) {
        fprintf(stderr, "getenv(\"%s\")\n", name);
        asked = 1;
    }
    for (char **entry = environ; *entry; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}

static char *numbered(const char *name, int number)
{
    static _Thread_local char text[64];
    snprintf(text, sizeof text, "%s_%d", name, number);
    return text;
}

/* As a host does it. */
static void *change(void *argument)
{
    static char put[2][32] = {"PUT_BY_THE_HOST=1", "PUT_BY_THE_HOST=2"};
    char value[64];
    for (int round = 0; !stopping; round++) {
        for (int i = 0; i < NAMES >> round % 3 && !stopping; i++) {
            snprintf(value, sizeof value, "%0*d", 1 + i % 40, round % 3);
            CHECK(setenv(numbered("HOST", i), value, 1) == 0 && putenv(put[i % 2]) == 0);
        }
        /* One that stands before the others: they all change their places. */
        CHECK(unsetenv(numbered("EARLY", round)) == 0);
        for (int i = 0; i < NAMES; i++)
            CHECK(unsetenv(numbered("HOST", i)) == 0);
    }
    CHECK(unsetenv("PUT_BY_THE_HOST") == 0);
    return argument;
}

/* As setenv does it, which lets go of the old list before it announces the new one; interrupted in between. */
static void *move(void *argument)
{
    char **first = environ, **now = NULL;
    while (!stopping) {
        char **next = mmap(NULL, LIST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(next != MAP_FAILED);
        for (int i = 0; first[i]; i++)
            next[i] = first[i];
        CHECK(now == NULL || munmap(now, LIST) == 0);
        sched_yield();
        environ = now = next;
        nanosleep(&(struct timespec){0, 20000}, NULL);
    }
    environ = first;
    CHECK(now == NULL || munmap(now, LIST) == 0);
    return argument;
}

/* Without other options, the CLI and the environment are the host's: what stays the same in it must always be there. */
static void inheriting_clients(void)
{
    char *result = NULL;
    const char *options = on_app_server() ? "{\"transport\":\"app_server\"}" : NULL;
    for (int round = 0; round < ROUNDS; round++) {
        codex_sdk_client *clients[CLIENTS];
        for (int i = 0; i < CLIENTS; i++)
            EXPECT(CODEX_SDK_OK, codex_sdk_client_new(options, &clients[i], &error));
        codex_sdk_thread *thread = start(clients[0]);
        EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, "hello", NULL, &result, &error));
        CHECK(strstr(result, "\"final_response\":\"from the environment\""));
        codex_sdk_string_free(result);
        codex_sdk_thread_free(thread);
        for (int i = 0; i < CLIENTS; i++)
            codex_sdk_client_free(clients[i]);
    }
}

static void beside(void *(*changer)(void *))
{
    pthread_t thread;
    stopping = 0;
    CHECK(pthread_create(&thread, NULL, changer, NULL) == 0);
    inheriting_clients();
    stopping = 1;
    CHECK(pthread_join(thread, NULL) == 0);
}

static void changing_host(void)
{
    for (int i = 0; i < EARLY; i++)
        CHECK(setenv(numbered("EARLY", i), "", 1) == 0);
    CHECK(setenv("CODEX_SDK_CLI", getenv("HOSTILE"), 1) == 0);
    CHECK(setenv("HOSTILE_SCRIPT", "[{\"agent_message\":\"from the environment\"},{\"turn_completed\":true}]", 1) == 0);
    beside(change);
    beside(move);
    for (int i = 0; i < EARLY; i++)
        CHECK(unsetenv(numbered("EARLY", i)) == 0);
    CHECK(unsetenv("CODEX_SDK_CLI") == 0 && unsetenv("HOSTILE_SCRIPT") == 0);
}

int main(void)
{
    /* A list of some size has pages of its own: when it moves, the old ones are gone. */
    CHECK(mallopt(M_MMAP_THRESHOLD, 4096) == 1);
    visit(changing_host);
    every_turn();
    CHECK(!asked);
    return 0;
}
