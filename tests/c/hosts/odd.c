/* A host with an odd umask, priority, limits and signal stack, which changes directory while a turn runs. */
#include "host.h"

#include <glob.h>

static mode_t mode_of(const char *path)
{
    struct stat stat;
    CHECK(lstat(path, &stat) == 0);
    return stat.st_mode & 07777;
}

/* The schema and its folder are the user's alone, and the user can read them. */
static void private_files(void)
{
    glob_t found;
    CHECK(glob(in_tmp("codex-sdk-*/schema.json"), 0, NULL, &found) == 0 && found.gl_pathc == 1);
    CHECK(mode_of(found.gl_pathv[0]) == 0600);
    *strrchr(found.gl_pathv[0], '/') = '\0';
    CHECK(mode_of(found.gl_pathv[0]) == 0700);
    globfree(&found);
}

static void with_umask(mode_t mask)
{
    umask(mask);
    codex_sdk_client *client = hostile(HANGS);
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = NULL;
    const char *event;
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_start(thread, "x", "{\"output_schema\":{}}", &turn, &error));
    EXPECT(CODEX_SDK_OK, codex_sdk_turn_next(turn, -1, &event, NULL, &error));
    if (!on_app_server()) /* which is told the schema, without a file */
        private_files();
    codex_sdk_turn_cancel(turn);
    EXPECT(CODEX_SDK_ERROR_CANCELLED, codex_sdk_turn_wait(turn, -1, NULL, &error));
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    umask(022);
}

static void umasks(void)
{
    with_umask(0);
    with_umask(0777);
}

/* A file over RLIMIT_FSIZE raises SIGXFSZ, which ends the process; a prompt is no file, but a recording of it is one. */
static void small_files(void)
{
    static char prompt[1 << 20], schema[100000], *result;
    struct rlimit before, small;
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = before;
    small.rlim_cur = 4096;
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    memset(prompt, 'x', sizeof prompt - 1);
    codex_sdk_client *client = hostile(SAYS_HI);
    codex_sdk_thread *thread = start(client);
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, prompt, NULL, &result, &error));
    codex_sdk_string_free(result);
    snprintf(schema, sizeof schema, "{\"output_schema\":{\"title\":\"%090000d\"}}", 0);
    EXPECT(on_app_server() ? CODEX_SDK_OK : CODEX_SDK_ERROR_IO, codex_sdk_thread_run(thread, "x", schema, NULL, &error));
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    char record[512];
    snprintf(record, sizeof record, "\"record\":\"%s/recordings\",", getenv("TMPDIR"));
    client = client_with(record, getenv("HOSTILE"), SAYS_HI);
    thread = start(client);
    EXPECT(CODEX_SDK_OK, codex_sdk_thread_run(thread, prompt, NULL, &result, &error));
    codex_sdk_string_free(result);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
}

static void elsewhere(void)
{
    static char here[4096];
    codex_sdk_client *client = hostile(SAYS_HI);
    CHECK(getcwd(here, sizeof here) && chdir("/") == 0);
    turn_that_works(client, "hello");
    CHECK(chdir(here) == 0);
    turn_that_works(client, "hello");
    codex_sdk_client_free(client);
}

int main(void)
{
    struct rlimit core = {0, 0};
    CHECK(setpriority(PRIO_PROCESS, 0, 3) == 0 && setrlimit(RLIMIT_CORE, &core) == 0);
    CHECK(signal(SIGXFSZ, SIG_DFL) != SIG_ERR);
    visit(umasks);
    visit(small_files);
    visit(elsewhere);
    umask(0);
    every_turn();
    return 0;
}
