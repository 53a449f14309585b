/* A host with another Rust library in it, whose own tokio starts children and watches over them. */
#include "host.h"

int neighbour_run(int code);
void neighbour_work(void);
uint64_t neighbour_done(void);
void neighbour_rest(void);

static void beside_it(void)
{
    neighbour_work();
    uint64_t before = neighbour_done();
    codex_sdk_client *client = hostile(SAYS_HI), *hanging = hostile(HANGS);
    for (int i = 0; i < 10 || neighbour_done() < before + 10; i++) {
        turn_that_works(client, "hello");
        if (i % 5 == 0)
            turn_that_is_cancelled(hanging, NULL);
        CHECK(neighbour_run(i % 100) == i % 100); /* its children's ends are its own */
    }
    codex_sdk_client_free(client);
    codex_sdk_client_free(hanging);
    CHECK(neighbour_run(7) == 7);
    neighbour_rest();
}

int main(void)
{
    visit(one_works);
    CHECK(neighbour_run(5) == 5);
    /* Its own threads are there now, and stay. */
    every_turn();
    visit(beside_it);
    CHECK(neighbour_run(6) == 6);
    return 0;
}
