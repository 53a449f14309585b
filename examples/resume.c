/*
 * resume: go on with a conversation, also in another run of the program.
 *
 *     resume                       starts one, and prints its id
 *     resume ID ["your prompt"]    goes on with it
 */
#include <codex_sdk.h>

#include <stdio.h>
#include <stdlib.h>

/* The CLI does not remember these: give the same ones when resuming. */
static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

int main(int argc, char **argv)
{
    const char *id_to_resume = argc > 1 ? argv[1] : NULL;
    const char *prompt = argc > 2 ? argv[2] : id_to_resume ? "What did I ask you to remember?" : "Remember: 1729.";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    char *result = NULL, *answer = NULL, *id = NULL, *error = NULL;

    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK) {
        if (id_to_resume != NULL)
            status = codex_sdk_thread_resume(client, id_to_resume, THREAD_OPTIONS, &thread, &error);
        else
            status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    }
    /* Whether there is such a conversation is known only now: CODEX_SDK_ERROR_THREAD_NOT_FOUND if not. */
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_run(thread, prompt, NULL, &result, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_json_get(result, "/final_response", &answer, &error);
    /* A new thread's id is known from its first turn on. */
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_id(thread, &id, &error);

    if (status == CODEX_SDK_OK) {
        printf("%s\n", answer);
        printf("To go on: %s %s\n", argv[0], id ? id : "(no id)");
    } else {
        char *message = NULL;
        codex_sdk_json_get(error, "/message", &message, NULL);
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
        codex_sdk_string_free(message);
    }

    codex_sdk_string_free(id);
    codex_sdk_string_free(answer);
    codex_sdk_string_free(result);
    codex_sdk_string_free(error);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
