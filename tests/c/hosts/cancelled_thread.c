/* A host that cancels its threads while they are in the library: the call is over first, and nobody is harmed. */
#include "host.h"

#include <pthread.h>

static codex_sdk_client *client;
static codex_sdk_turn *turn;
static int waited;

static void *waiting(void *argument)
{
    codex_sdk_status status;
    do /* the other thread, which looks whether this one is in its call yet, may be the consumer at that moment */
        status = codex_sdk_turn_wait(turn, -1, NULL, NULL);
    while (status == CODEX_SDK_ERROR_BUSY);
    CHECK(status == CODEX_SDK_ERROR_CANCELLED);
    waited = 1;
    pthread_testcancel();
    return argument;
}

static void *arriving(void *argument)
{
    codex_sdk_client *other = NULL;
    /* Pending from the first instruction of the call on. */
    CHECK(pthread_cancel(pthread_self()) == 0);
    CHECK(codex_sdk_client_new("{}", &other, NULL) <= 0);
    codex_sdk_client_free(other);
    waited++;
    pthread_testcancel();
    return argument;
}

static void cancelled(void *(*body)(void *), int in_a_call)
{
    pthread_t thread;
    void *end = NULL;
    CHECK(pthread_create(&thread, NULL, body, NULL) == 0);
    if (in_a_call) {
        /* It is in the call when another consumer is refused. */
        const char *event;
        codex_sdk_status status;
        do
            status = codex_sdk_turn_next(turn, 0, &event, NULL, NULL);
        while (status != CODEX_SDK_ERROR_BUSY);
        CHECK(pthread_cancel(thread) == 0);
        CHECK(codex_sdk_turn_cancel(turn) == CODEX_SDK_OK);
    }
    CHECK(pthread_join(thread, &end) == 0 && end == PTHREAD_CANCELED);
}

static void threads_are_cancelled(void)
{
    client = hostile(HANGS);
    codex_sdk_thread *thread = start(client);
    turn = turn_of(thread);
    cancelled(waiting, 1);
    cancelled(arriving, 0);
    CHECK(waited == 2);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
}

int main(void)
{
    visit(threads_are_cancelled);
    every_turn();
    return 0;
}
