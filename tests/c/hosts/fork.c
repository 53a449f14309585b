/* A host that forks in the middle of a turn and goes on in the child, without exec: the library is the parent's. */
#include "host.h"

static codex_sdk_client *client;
static codex_sdk_thread *thread;
static codex_sdk_turn *turn;

static void on_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)user_data, (void)status, (void)json, (void)length;
    CHECK(!"called in a forked child");
}

/* Every function that can answer so does, at once; those that answer nothing do nothing. */
static void in_the_child(void)
{
    codex_sdk_client *new_client = NULL;
    codex_sdk_thread *new_thread = NULL;
    codex_sdk_turn *new_turn = NULL;
    char *text = NULL;
    const char *event = NULL;
    size_t length = 0;
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_client_new(NULL, &new_client, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_client_info(client, &text, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_start(client, NULL, &new_thread, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_resume(client, "id", NULL, &new_thread, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_id(thread, &text, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_thread_run(thread, "x", NULL, &text, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_turn_start(thread, "x", NULL, &new_turn, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED,
           codex_sdk_turn_start_with_callback(thread, "x", NULL, NULL, on_end, NULL, &new_turn, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_turn_next_batch(turn, -1, &event, &length, NULL, &error));
    EXPECT(CODEX_SDK_ERROR_FORKED, codex_sdk_turn_wait(turn, -1, &text, &error));
    CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_ERROR_FORKED && codex_sdk_turn_fd(turn) == -1);
    CHECK(!new_client && !new_thread && !new_turn && !text && !event);
    for (int twice = 0; twice < 2; twice++) {
        codex_sdk_turn_free(turn);
        codex_sdk_thread_free(thread);
        codex_sdk_client_free(client);
    }
    /* These use nothing but their arguments. */
    EXPECT(CODEX_SDK_OK, codex_sdk_json_get("[7]", "/0", &text, &error));
    CHECK(strcmp(text, "7") == 0 && strcmp(codex_sdk_version(), CODEX_SDK_VERSION) == 0);
    codex_sdk_string_free(text);
}

/* The library's callback thread may fork, too: then that thread is the child. */
static void forks_in_callback(void *user_data, const char *event, size_t length)
{
    pid_t *child = user_data;
    (void)event, (void)length;
    if (*child != 0)
        return;
    if ((*child = fork()) == 0) {
        in_the_child();
        _exit(7);
    }
}

static void count_end(void *user_data, codex_sdk_status status, const char *json, size_t length)
{
    (void)json, (void)length;
    CHECK(status == CODEX_SDK_OK);
    ends_with(*(pid_t *)user_data, 7);
    *(pid_t *)user_data = -1;
}

static int forks_and_returns; /* from main: the way out of most programs */

static void forking_host(void)
{
    const char *event;
    char *result = NULL;
    client = hostile("[{\"thread_started\":\"t\"},{\"wait_for_file\":\"go\"},{\"agent_message\":\"hi\"},{\"turn_completed\":true}]");
    thread = start(client);
    turn = turn_of(thread);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    pid_t child = fork();
    if (child == 0) {
        in_the_child();
        forks_and_returns = 1;
        return;
    }
    ends_with(child, 7);
    /* The child's end was not the end of anything here. */
    CHECK(mkdir("go", 0700) == 0);
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_wait(turn, -1, &result, &error));
    CHECK(strstr(result, "\"final_response\":\"hi\""));
    codex_sdk_string_free(result);
    codex_sdk_turn_free(turn);

    child = 0;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start_with_callback(thread, "x", NULL, forks_in_callback, count_end, &child, &turn, &error));
    for (struct patience patience = half_a_minute(); *(volatile pid_t *)&child != -1 && is_left(patience);)
        ;
    CHECK(child == -1);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    forks = 0; /* its own */
}

int main(void)
{
    char *before = state_of_host();
    forking_host();
    if (forks_and_returns)
        return 7;
    as_found(before);
    every_turn();
    return 0;
}
