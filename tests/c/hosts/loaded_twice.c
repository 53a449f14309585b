/* A host in which two plugins have each brought their own copy of the library; both are used at once. */
#include "loaded.h"

static const struct functions *copies[2];

static void both_at_once(void)
{
    codex_sdk_client *clients[2];
    codex_sdk_thread *threads[2];
    codex_sdk_turn *turns[2];
    const char *event;
    char *result = NULL;
    for (int i = 0; i < 2; i++) {
        sdk = copies[i];
        clients[i] = hostile("[{\"thread_started\":\"t\"},{\"wait_for_file\":\"go\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]");
        threads[i] = start(clients[i]);
        turns[i] = turn_of(threads[i]);
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turns[i], -1, &event, NULL, &error));
    }
    /* Numbers of handles say nothing to the other copy, even when they are the same. */
    sdk = copies[0];
    codex_sdk_turn *cancelled = NULL;
    codex_sdk_thread *thread = start(clients[0]);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "hello", NULL, &cancelled, &error));
    CHECK(codex_sdk_turn_cancel(cancelled) == CODEX_SDK_OK);
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(cancelled, -1, NULL, &error));
    codex_sdk_turn_free(cancelled);
    codex_sdk_thread_free(thread);
    CHECK(mkdir("go", 0700) == 0);
    for (int i = 1; i >= 0; i--) {
        sdk = copies[i];
        EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turns[i], -1, &result, &error));
        CHECK(strstr(result, "\"final_response\":\"hi\""));
        codex_sdk_string_free(result);
        codex_sdk_turn_free(turns[i]);
        codex_sdk_thread_free(threads[i]);
        codex_sdk_client_free(clients[i]);
    }
    CHECK(rmdir("go") == 0);
}

int main(void)
{
    struct functions one, other;
    load(getenv("LIBRARY"), &one);
    copies[0] = &one;
#ifdef ARCHIVE
    (void)other;
    copies[1] = &linked;
#else
    load(getenv("LIBRARY_COPY"), &other);
    copies[1] = &other;
    CHECK(one.client_new != other.client_new);
#endif
    for (int i = 0; i < 3; i++)
        visit(both_at_once);
    for (int i = 0; i < 2; i++) {
        sdk = copies[i];
        every_turn();
    }
    return 0;
}
