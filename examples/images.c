/*
 * images: show the agent a picture.
 *
 *     images PATH ["your question"]
 */
#include <codex_sdk.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

/* The text as a JSON string with its quotes. Options are JSON: what comes from outside has to be escaped. */
static char *json_string(const char *text)
{
    char *json = malloc(6 * strlen(text) + 3), *to = json; /* at worst every byte becomes \u00XX */
    if (json == NULL)
        return NULL;
    *to++ = '"';
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            *to++ = '\\';
        if (byte < 0x20)
            to += sprintf(to, "\\u%04x", (unsigned)byte);
        else
            *to++ = (char)byte;
    }
    strcpy(to, "\"");
    return json;
}

/* {"input": [a text, an image]}: with an input the prompt argument is NULL. */
static char *turn_options(const char *question, const char *path)
{
    static const char FORMAT[] =
        "{\"input\": [{\"type\": \"text\", \"text\": %s}, {\"type\": \"local_image\", \"path\": %s}]}";
    char *text = json_string(question), *image = json_string(path), *options = NULL;
    if (text != NULL && image != NULL) {
        const size_t size = sizeof FORMAT + strlen(text) + strlen(image);
        options = malloc(size);
        if (options != NULL)
            snprintf(options, size, FORMAT, text, image);
    }
    free(image);
    free(text);
    return options;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s PATH [QUESTION]\n", argv[0]);
        return EXIT_FAILURE;
    }
    char *options = turn_options(argc > 2 ? argv[2] : "What does this picture show?", argv[1]);
    if (options == NULL) {
        fputs("out of memory\n", stderr);
        return EXIT_FAILURE;
    }
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    char *result = NULL, *answer = NULL, *error = NULL;

    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK) /* a picture that is not there is refused here, before anything is started */
        status = codex_sdk_thread_run(thread, NULL, options, &result, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_json_get(result, "/final_response", &answer, &error);

    if (status == CODEX_SDK_OK) {
        printf("%s\n", answer);
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
    free(options);
    return status == CODEX_SDK_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
