/* A hundred turns at once need two threads of the library's at most, and leave nothing. */
#include "host.h"

enum { TURNS = 100 };

static void count_thread(void *count, const char *folder, int number)
{
    (void)folder, (void)number;
    ++*(int *)count;
}

static int threads(void)
{
    int count = 0;
    each_number_in("/proc/self/task", count_thread, &count);
    return count;
}

static void many(void)
{
    int before = threads();
    codex_sdk_client *client = hostile(SAYS_HI);
    codex_sdk_turn *turns[TURNS];
    char *result = NULL;
    for (int i = 0; i < TURNS; i++) {
        codex_sdk_thread *thread = start(client);
        turns[i] = turn_of(thread);
        codex_sdk_thread_free(thread);
    }
    CHECK(threads() <= before + 2);
    for (int i = 0; i < TURNS; i++) {
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turns[i], -1, &result, &error));
        CHECK(strstr(result, "\"final_response\":\"hi\""));
        codex_sdk_string_free(result);
        codex_sdk_turn_free(turns[i]);
    }
    codex_sdk_client_free(client);
}

int main(void)
{
    visit(many);
    every_turn();
    return 0;
}
