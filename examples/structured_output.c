/*
 * structured_output: an answer that is JSON of the shape you ask for.
 *
 *     structured_output ["your question"]
 */
#include <codex_sdk.h>

#include <stdio.h>
#include <stdlib.h>

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

/* A JSON Schema. The service wants every property required and no others allowed. */
static const char TURN_OPTIONS[] =
    "{\"output_schema\": {"
    "  \"type\": \"object\","
    "  \"properties\": {"
    "    \"language\": {\"type\": \"string\"},"
    "    \"files\": {\"type\": \"integer\"},"
    "    \"tags\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}"
    "  },"
    "  \"required\": [\"language\", \"files\", \"tags\"],"
    "  \"additionalProperties\": false"
    "}}";

static void print_value(const char *label, const char *json, const char *pointer)
{
    char *value = NULL;
    codex_sdk_json_get(json, pointer, &value, NULL); /* on failure the value stays NULL */
    printf("%s: %s\n", label, value ? value : "(not there)");
    codex_sdk_string_free(value);
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "Which programming language is this folder mostly, in how many files?";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    char *result = NULL, *answer = NULL, *error = NULL;

    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_run(thread, prompt, TURN_OPTIONS, &result, &error);
    /* The final response is a string that holds JSON: take it out first, then look into it. */
    if (status == CODEX_SDK_OK)
        status = codex_sdk_json_get(result, "/final_response", &answer, &error);

    if (status == CODEX_SDK_OK) {
        print_value("language", answer, "/language");
        print_value("files", answer, "/files");
        print_value("first tag", answer, "/tags/0");
        print_value("all tags", answer, "/tags"); /* what is no string comes as JSON */
    } else {
        char *message = NULL;
        codex_sdk_json_get(error, "/message", &message, NULL);
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
        codex_sdk_string_free(message);
    }

    codex_sdk_string_free(answer);
    codex_sdk_string_free(result);
    codex_sdk_string_free(error);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
