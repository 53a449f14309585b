/*
 * answers: a turn in which your program takes part. The agent uses a tool of this program, is told something in between,
 * and asks before it leaves its sandbox.
 *
 *     answers ["your prompt"]
 *
 * Asks you at the terminal; where there is none, it declines.
 */
#define _POSIX_C_SOURCE 200809L /* isatty */

#include <codex_sdk.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char THREAD_OPTIONS[] =
    "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true, \"approvals\": \"ask\","
    " \"tools\": [{\"name\": \"stock\", \"description\": \"How many pieces of an article are in stock?\","
    "  \"input_schema\": {\"type\": \"object\", \"properties\": {\"article\": {\"type\": \"string\"}},"
    "                     \"required\": [\"article\"]}}]}";

/* One value of a JSON text, to be freed; NULL if it is not there. */
static char *get(const char *json, const char *pointer)
{
    char *value = NULL;
    if (codex_sdk_json_get(json, pointer, &value, NULL) != CODEX_SDK_OK)
        return NULL;
    return value;
}

/* The client options of the caller, and the transport on which the agent can ask. */
static char *client_options(void)
{
    static const char transport[] = "{\"transport\": \"app_server\"";
    const char *given = getenv("CODEX_SDK_EXAMPLE_OPTIONS");
    const char *rest = given != NULL ? strchr(given, '{') : NULL;
    char *options = malloc(sizeof transport + strlen(rest != NULL ? rest : "") + 2);
    if (options != NULL)
        sprintf(options, "%s%s%s", transport, rest != NULL ? ", " : "", rest != NULL ? rest + 1 : "}");
    return options;
}

/* Whether the person at the terminal agrees. */
static bool is_agreed(const char *what)
{
    char answer[16];
    printf("may it?   %s [y/N] ", what);
    fflush(stdout);
    if (!isatty(STDIN_FILENO)) {
        puts("(no terminal: no)");
        return false;
    }
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

/* The agent's message: piece by piece, as it is written, or at its end if it came as a whole. */
static void print_message(const char *event, const char *pointer)
{
    static bool has_begun;
    const bool is_over = strcmp(pointer, "/item/text") == 0;
    char *text = get(event, pointer);
    printf("%s%s%s", has_begun ? "" : "answer    ", has_begun && is_over ? "" : text ? text : "", is_over ? "\n" : "");
    has_begun = !is_over;
    codex_sdk_string_free(text);
}

static codex_sdk_status answer(codex_sdk_turn *turn, const char *event, char **error)
{
    char *type = get(event, "/type"), *request = get(event, "/request_id");
    codex_sdk_status status = CODEX_SDK_OK;
    if (type != NULL && strcmp(type, "approval.requested") == 0) {
        char *command = get(event, "/command"), *kind = get(event, "/kind");
        const bool agreed = is_agreed(command ? command : kind ? kind : "(something)");
        const char *decision = agreed ? "{\"decision\": \"accept\"}" : "{\"decision\": \"decline\"}";
        status = codex_sdk_turn_respond(turn, request, decision, error);
        codex_sdk_string_free(kind);
        codex_sdk_string_free(command);
    } else if (type != NULL && strcmp(type, "tool.requested") == 0) {
        char *article = get(event, "/arguments/article");
        printf("tool      stock of %s: 17\n", article ? article : "(nothing)");
        status = codex_sdk_turn_respond(
            turn, request, "{\"content\": [{\"type\": \"text\", \"text\": \"17 pieces\"}]}", error);
        if (status == CODEX_SDK_OK)
            status = codex_sdk_turn_steer(turn, "Round to tens, please.", NULL, error);
        codex_sdk_string_free(article);
    } else if (type != NULL && strcmp(type, "turn.steered") == 0) {
        puts("steered   Round to tens, please.");
    } else if (type != NULL && strcmp(type, "item.delta") == 0) {
        char *kind = get(event, "/kind");
        if (kind != NULL && strcmp(kind, "agent_message") == 0)
            print_message(event, "/text");
        codex_sdk_string_free(kind);
    } else if (type != NULL && strcmp(type, "item.completed") == 0) {
        char *item = get(event, "/item/type"), *state = get(event, "/item/status");
        if (item != NULL && strcmp(item, "agent_message") == 0)
            print_message(event, "/item/text");
        else if (item != NULL && strcmp(item, "command_execution") == 0)
            printf("command   %s\n", state ? state : "");
        codex_sdk_string_free(state);
        codex_sdk_string_free(item);
    } else if (type != NULL && strcmp(type, "error") == 0) {
        char *notice = get(event, "/message"); /* mostly "Reconnecting... 1/5": no reason to give up */
        printf("notice    %s\n", notice ? notice : "");
        codex_sdk_string_free(notice);
    }
    fflush(stdout);
    codex_sdk_string_free(request);
    codex_sdk_string_free(type);
    return status;
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "How many lamps do we have? Write the number into stock.txt.";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *error = NULL, *options = client_options();

    codex_sdk_status status = codex_sdk_client_new(options, &client, &error);
    free(options);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_turn_start(thread, prompt, "{\"deltas\": true}", &turn, &error);
    while (status == CODEX_SDK_OK) {
        const char *event; /* belongs to the turn, until the next call */
        status = codex_sdk_turn_next(turn, -1, &event, NULL, &error);
        if (status == CODEX_SDK_OK)
            status = answer(turn, event, &error);
    }
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
