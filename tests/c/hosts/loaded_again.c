/* A host that loads the library, uses it, closes it, and does so again; beside an archive of it, or not. */
#include "loaded.h"

/* Closed while the library's threads still have something to do. */
static void load_and_use(void)
{
    struct functions functions;
    void *library = load(getenv("LIBRARY"), &functions);
    sdk = &functions;
    codex_sdk_client *client = hostile("[{\"ignore_signals\":[\"SIGINT\"]},{\"thread_started\":\"t\"},{\"hang\":true}]");
    codex_sdk_thread *thread = start(client);
    codex_sdk_turn *turn = turn_of(thread);
    until_it_runs(turn);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    CHECK(dlclose(library) == 0);
}

static void use_linked(void)
{
#ifdef ARCHIVE
    sdk = &linked;
    every_turn();
#endif
}

int main(void)
{
    struct functions functions;
    use_linked();
    for (int i = 0; i < 3; i++)
        visit(load_and_use);
    use_linked();
    void *library = load(getenv("LIBRARY"), &functions);
    sdk = &functions;
    every_turn();
    CHECK(dlclose(library) == 0);
    return 0;
}
