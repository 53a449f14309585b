/*
 * callback: let the library call you, from a thread of its own.
 *
 *     callback ["your prompt"]
 *
 * Prints each event's type as it is brought, what the CLI complains about, then the answer.
 */
#define _POSIX_C_SOURCE 200809L /* pthread */

#include <codex_sdk.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

/* What main and the callbacks share. The callbacks come from another thread: hence the lock. */
struct progress {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool over;
    codex_sdk_status status;
};

/* The event is valid during this call only: copy what is to be kept. */
static void on_event(void *user_data, const char *event, size_t length)
{
    char *type = NULL, *notice = NULL;
    (void)user_data;
    codex_sdk_json_get(event, "/type", &type, NULL);      /* on failure the value stays NULL */
    codex_sdk_json_get(event, "/message", &notice, NULL); /* of `error` events: without a network nothing else comes */
    printf("%s, %zu bytes%s%s\n", type ? type : "(no type)", length, notice ? ": " : "", notice ? notice : "");
    codex_sdk_string_free(notice);
    codex_sdk_string_free(type);
}

/* Comes exactly once and last, however the turn ends: with the result, or with the error. */
static void on_end(void *user_data, codex_sdk_status status, const char *result_or_error, size_t length)
{
    struct progress *progress = user_data;
    char *text = NULL;
    (void)length;
    if (status == CODEX_SDK_OK) {
        codex_sdk_json_get(result_or_error, "/final_response", &text, NULL);
        printf("answer: %s\n", text ? text : "(none)");
    } else {
        codex_sdk_json_get(result_or_error, "/message", &text, NULL);
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), text ? text : "(no message)");
    }
    codex_sdk_string_free(text);

    pthread_mutex_lock(&progress->lock);
    progress->over = true;
    progress->status = status;
    pthread_cond_signal(&progress->changed);
    pthread_mutex_unlock(&progress->lock);
    /* From here on nobody touches user_data any more: main may return. */
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "Say hello.";
    struct progress progress = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, CODEX_SDK_OK};
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *error = NULL;

    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_turn_start_with_callback(thread, prompt, NULL, on_event, on_end, &progress, &turn, &error);

    if (status == CODEX_SDK_OK) {
        /* A real program goes on with its own work here. */
        pthread_mutex_lock(&progress.lock);
        while (!progress.over)
            pthread_cond_wait(&progress.changed, &progress.lock);
        pthread_mutex_unlock(&progress.lock);
        status = progress.status;
    } else { /* then no callback is called, ever */
        char *message = NULL;
        codex_sdk_json_get(error, "/message", &message, NULL);
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
        codex_sdk_string_free(message);
    }

    codex_sdk_string_free(error);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
