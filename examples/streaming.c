/*
 * streaming: follow a turn without ever waiting long, in a program that has something else to do meanwhile.
 *
 *     streaming ["your prompt"]
 *
 * Prints the type of each event, what the CLI complains about, and a dot for each tenth of a second in which none came.
 */
#include <codex_sdk.h>

#include <stdio.h>
#include <stdlib.h>

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

static void print_event(const char *event, size_t length)
{
    char *type = NULL, *notice = NULL;
    codex_sdk_json_get(event, "/type", &type, NULL);      /* on failure the value stays NULL */
    codex_sdk_json_get(event, "/message", &notice, NULL); /* of `error` events: without a network nothing else comes */
    printf("%s, %zu bytes%s%s\n", type ? type : "(no type)", length, notice ? ": " : "", notice ? notice : "");
    codex_sdk_string_free(notice);
    codex_sdk_string_free(type);
}

/* Stands for whatever your program does when the agent has nothing new to tell. */
static void do_something_else(void)
{
    putchar('.');
    fflush(stdout);
}

static void print_error(codex_sdk_status status, const char *error)
{
    char *message = NULL;
    codex_sdk_json_get(error, "/message", &message, NULL); /* fails if there is no error JSON: then it stays NULL */
    fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
    codex_sdk_string_free(message);
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "Count the lines of the files in this folder.";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *error = NULL;

    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_turn_start(thread, prompt, NULL, &turn, &error);

    /* OK and TIMEOUT: it goes on. END and everything negative: it is over. */
    while (status == CODEX_SDK_OK || status == CODEX_SDK_TIMEOUT) {
        const char *event;
        size_t length;
        status = codex_sdk_turn_next(turn, 100, &event, &length, &error); /* waits for 100 ms at most */
        if (status == CODEX_SDK_OK)
            print_event(event, length);
        else if (status == CODEX_SDK_TIMEOUT)
            do_something_else();
    }

    /* After the events, the result is there at once: what the agent said, and what it used. */
    char *result = NULL, *answer = NULL;
    if (status == CODEX_SDK_END)
        status = codex_sdk_turn_wait(turn, 0, &result, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_json_get(result, "/final_response", &answer, &error);
    if (status == CODEX_SDK_OK)
        printf("answer: %s\n", answer);
    else
        print_error(status, error);

    codex_sdk_string_free(answer);
    codex_sdk_string_free(result);
    codex_sdk_string_free(error);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
