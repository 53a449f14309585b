/*
 * quickstart: one turn of the Codex agent, followed event by event.
 *
 *     quickstart ["What is in this folder?"]
 *
 * Prints what the agent thinks, runs, sees and answers, as it happens.
 */
#define _POSIX_C_SOURCE 200809L /* isatty */

#include <codex_sdk.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The agent may look at everything and change nothing, in any folder, under version control or not. */
static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

/* What to print for which event, and where in its JSON the text stands. The README lists all events and items. */
static const struct {
    const char *event, *item, *label, *colour, *text;
} LINES[] = {
    {"thread.started", "", "thread", "2", "/thread_id"},
    {"item.completed", "reasoning", "thinks", "35", "/item/text"},
    {"item.started", "command_execution", "runs", "36", "/item/command"},
    {"item.completed", "command_execution", "output", "2", "/item/aggregated_output"},
    {"item.completed", "command_execution", "exit", "2", "/item/exit_code"},
    {"item.completed", "file_change", "changes", "36", "/item/changes"},
    {"item.completed", "web_search", "searches", "36", "/item/query"},
    {"item.completed", "agent_message", "answer", "1;32", "/item/text"},
    {"item.completed", "error", "notice", "33", "/item/message"},
    {"error", "", "notice", "33", "/message"}, /* mostly "Reconnecting... 1/5": no reason to give up */
};

/* One value of a JSON text, to be freed; NULL if it is not there. */
static char *get(const char *json, const char *pointer)
{
    char *value = NULL;
    if (codex_sdk_json_get(json, pointer, &value, NULL) != CODEX_SDK_OK)
        return NULL;
    return value;
}

/* The label, and beside it the text; its further lines are indented. */
static void print_labelled(const char *label, const char *colour, const char *text)
{
    const bool coloured = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    if (coloured)
        printf("\033[%sm%-10s\033[0m", colour, label);
    else
        printf("%-10s", label);
    for (; *text != '\0'; text++) {
        if (*text == '\n' && text[1] == '\0')
            break;
        putchar(*text);
        if (*text == '\n')
            printf("%-10s", "");
    }
    putchar('\n');
}

static void print_event(const char *event)
{
    char *type = get(event, "/type");
    char *item = get(event, "/item/type");
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        if (strcmp(type ? type : "", LINES[i].event) != 0 || strcmp(item ? item : "", LINES[i].item) != 0)
            continue;
        char *text = get(event, LINES[i].text);
        if (text != NULL && *text != '\0')
            print_labelled(LINES[i].label, LINES[i].colour, text);
        codex_sdk_string_free(text); /* NULL is fine, here and in every other free */
    }
    if (type != NULL && strcmp(type, "turn.completed") == 0) {
        char *input = get(event, "/usage/input_tokens"), *output = get(event, "/usage/output_tokens");
        char usage[100];
        snprintf(usage, sizeof usage, "%s tokens in, %s out", input ? input : "?", output ? output : "?");
        print_labelled("usage", "2", usage);
        codex_sdk_string_free(input);
        codex_sdk_string_free(output);
    }
    fflush(stdout); /* as it happens, into a pipe, too */
    codex_sdk_string_free(item);
    codex_sdk_string_free(type);
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "Have a look around and tell me what is in this folder.";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *error = NULL;

    /* NULL: the installed Codex CLI, its own configuration and login. The tests and the demo give other options. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_turn_start(thread, prompt, NULL, &turn, &error);

    while (status == CODEX_SDK_OK) {
        const char *event; /* belongs to the turn, until the next call */
        status = codex_sdk_turn_next(turn, -1, &event, NULL, &error);
        if (status == CODEX_SDK_OK)
            print_event(event);
    }
    /* The only good end; anything else is an error, from whichever call above. */
    if (status != CODEX_SDK_END) {
        char *message = get(error, "/message");
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), message ? message : "(no message)");
        codex_sdk_string_free(message);
    }

    codex_sdk_string_free(error);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    return status == CODEX_SDK_END ? EXIT_SUCCESS : EXIT_FAILURE;
}
