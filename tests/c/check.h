/* What the C tests share: checks that name their place, and clients of hostile-codex. */
#ifndef CHECK_H
#define CHECK_H

#include <codex_sdk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where complaints go; a program without stderr sets another place. */
static FILE *complaints;
#define COMPLAIN(...) (fprintf(complaints ? complaints : stderr, __VA_ARGS__), fflush(complaints))

#define CHECK(condition)                                                     \
    do {                                                                     \
        if (!(condition)) {                                                  \
            COMPLAIN("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                         \
        }                                                                    \
    } while (0)

/* A call that must come to `wanted`; on an error its JSON must have that code and a message. */
#define EXPECT(wanted, call) expect(__FILE__, __LINE__, (wanted), (call), &error)

static char *error;

static inline char *get(const char *json, const char *pointer)
{
    char *value = NULL;
    CHECK(codex_sdk_json_get(json, pointer, &value, NULL) == CODEX_SDK_OK);
    return value;
}

static inline void expect(const char *file, int line, codex_sdk_status wanted, codex_sdk_status status, char **error_json)
{
    if (status != wanted) {
        COMPLAIN("%s:%d: %s, not %s: %s\n", file, line, codex_sdk_status_name(status), codex_sdk_status_name(wanted),
                 *error_json ? *error_json : "");
        exit(1);
    }
    CHECK((status < 0) == (*error_json != NULL));
    if (*error_json) {
        char *code = get(*error_json, "/code"), *message = get(*error_json, "/message");
        CHECK(code && message && strlen(message) > 10);
        for (char *c = code; *c; c++)
            *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
        CHECK(strcmp(code, codex_sdk_status_name(status)) == 0);
        codex_sdk_string_free(code);
        codex_sdk_string_free(message);
        codex_sdk_string_free(*error_json);
        *error_json = NULL;
    }
}

/* The transport that the test is about. */
static inline int on_app_server(void)
{
    const char *transport = getenv("CODEX_SDK_TEST_TRANSPORT");
    return transport && strcmp(transport, "app_server") == 0;
}

/* As a client option, with a comma behind it. */
static inline const char *transport_option(void)
{
    return on_app_server() ? "\"transport\":\"app_server\"," : "";
}

/* A client of the program, whose environment holds the script of hostile-codex and little else. `more` is more options,
 * each with a comma behind it. */
static inline codex_sdk_client *client_with(const char *more, const char *program, const char *script)
{
    const char *marker = getenv("CODEX_SDK_TEST_CASE"), *tmp = getenv("TMPDIR");
    static char options[8192];
    char escaped[4096], *to = escaped;
    codex_sdk_client *client = NULL;
    CHECK(program != NULL && marker != NULL && tmp != NULL && strlen(script) * 2 < sizeof escaped);
    for (; *script; script++) {
        if (*script == '"' || *script == '\\')
            *to++ = '\\';
        *to++ = *script;
    }
    *to = '\0';
    snprintf(options, sizeof options,
             "{%s%s\"codex_path_override\":\"%s\",\"env\":{\"HOSTILE_SCRIPT\":\"%s\",\"CODEX_SDK_TEST_CASE\":\"%s\","
             "\"TMPDIR\":\"%s\",\"PATH\":\"/usr/bin:/bin\"}}",
             transport_option(), more, program, escaped, marker, tmp);
    EXPECT(CODEX_SDK_OK, codex_sdk_client_new(options, &client, &error));
    return client;
}

static inline codex_sdk_client *client_of(const char *program, const char *script)
{
    return client_with("", program, script);
}

/* A client of hostile-codex (its path is in HOSTILE) that plays the script. */
static inline codex_sdk_client *hostile(const char *script)
{
    return client_of(getenv("HOSTILE"), script);
}

static inline codex_sdk_thread *start(codex_sdk_client *client)
{
    codex_sdk_thread *thread = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_start(client, NULL, &thread, &error));
    return thread;
}

static inline codex_sdk_turn *turn_of(codex_sdk_thread *thread)
{
    codex_sdk_turn *turn = NULL;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "hello", NULL, &turn, &error));
    return turn;
}

#endif
