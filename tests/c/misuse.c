/* Handles and arguments that are not what they must be: a status and an error, and nothing lost. */
#include "check.h"

static void every_call_with(codex_sdk_client *client, codex_sdk_thread *thread, codex_sdk_turn *turn)
{
    codex_sdk_thread *new_thread = (codex_sdk_thread *)&error;
    codex_sdk_turn *new_turn = (codex_sdk_turn *)&error;
    char *text = (char *)&error;
    const char *event = "untouched";
    size_t length = 7;

    if (client != (codex_sdk_client *)-2) {
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_client_info(client, &text, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_thread_start(client, NULL, &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_thread_resume(client, "id", NULL, &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_thread_fork(client, "id", NULL, &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_client_request(client, "x/y", NULL, 0, &text, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_client_next(client, 0, &event, &length, &error));
        CHECK(codex_sdk_client_fd(client) == -1);
        codex_sdk_client_free(client);
    }
    if (thread != (codex_sdk_thread *)-2) {
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_thread_id(thread, &text, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_thread_run(thread, "x", NULL, &text, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_start(thread, "x", NULL, &new_turn, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE,
               codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, NULL, NULL, &new_turn, &error));
        codex_sdk_thread_free(thread);
    }
    if (turn != (codex_sdk_turn *)-2) {
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_next(turn, 0, &event, &length, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_next_batch(turn, 0, &event, &length, NULL, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_wait(turn, 0, &text, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_respond(turn, "1", "{}", &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_steer(turn, "x", NULL, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_HANDLE, codex_sdk_turn_id(turn, &text, &error));
        CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_ERROR_INVALID_HANDLE);
        CHECK(codex_sdk_turn_fd(turn) == -1);
        codex_sdk_turn_free(turn);
    }
    CHECK(strcmp(event, "untouched") == 0 && length == 7 && text == (char *)&error);
    CHECK((void *)new_thread == &error && (void *)new_turn == &error);
}

static void handles(void)
{
    codex_sdk_client *client = hostile("[{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread);
    int object = 0;

    every_call_with(NULL, NULL, NULL);
    every_call_with((codex_sdk_client *)&object, (codex_sdk_thread *)&object, (codex_sdk_turn *)&object);
    every_call_with((codex_sdk_client *)-1, (codex_sdk_thread *)3, (codex_sdk_turn *)SIZE_MAX);
    every_call_with((codex_sdk_client *)thread, (codex_sdk_thread *)turn, (codex_sdk_turn *)client);
    /* None of that has hurt the live ones. */
    CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_OK);
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_client_free(client);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    every_call_with(client, thread, turn);
    codex_sdk_string_free(NULL);
}

static void arguments(void)
{
    codex_sdk_client *client = hostile("[{\"turn_completed\":true}]"), *other = NULL;
    codex_sdk_thread *thread = start(client), *new_thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *text = NULL;
    const char *event = NULL;
    static const char *const bad[] = {"", "{", "[]", "7", "\"x\"", "{} {}", "\xff", "{\"nope\":1}", "{\"model\":\"\\ud800\"}"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_client_new(bad[i], &other, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_start(client, bad[i], &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_resume(client, "id", bad[i], &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_fork(client, "id", bad[i], &new_thread, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_start(thread, "x", bad[i], &turn, &error));
        EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_run(thread, "x", bad[i], &text, &error));
    }
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_client_new(NULL, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_client_info(client, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_start(client, NULL, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_resume(client, "id", NULL, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_resume(client, NULL, NULL, &new_thread, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_resume(client, "\xc3", NULL, &new_thread, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_thread_id(thread, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_start(thread, "x", NULL, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_start(thread, NULL, NULL, &turn, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_start(thread, "\xf0\x28", NULL, &turn, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_start(thread, " \n", NULL, &turn, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT,
           codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, NULL, NULL, &turn, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_json_get(NULL, "", &text, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_json_get("{", "", &text, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_json_get("{}", "x", &text, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_json_get("{}", "", NULL, &error));
    /* The error may be unwanted. */
    CHECK(codex_sdk_client_new("{", &other, NULL) == CODEX_SDK_ERROR_INVALID_ARGUMENT);

    /* None of that has made the thread busy, and an unwanted result is no error. */
    CHECK(!other && !new_thread && !turn && !text);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", "{\"timeout_ms\":null}", &turn, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_next(turn, -2, &event, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_wait(turn, -2, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_wait(turn, INT32_MIN, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_next(turn, -1, NULL, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_next_batch(turn, -1, NULL, &(size_t){0}, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_INVALID_ARGUMENT, codex_sdk_turn_next_batch(turn, -1, &event, NULL, NULL, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    CHECK(strstr(event, "turn.completed"));
    EXPECT(CODEX_SDK_END, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turn, 0, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    handles();
    arguments();
    return 0;
}
