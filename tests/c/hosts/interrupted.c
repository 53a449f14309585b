/* A host that is interrupted every 100 us, handles signals on a stack of their own, as Go does, and calls from threads
 * with small stacks. */
#include "host.h"

#include <stdatomic.h>

/* What musl gives a thread. */
enum { SMALL = 128 * 1024 };

static atomic_int signals, on_other_stack, strange_threads, stopping;
static pid_t known[2];

static void handle(int signal)
{
    stack_t stack;
    (void)signal;
    signals++;
    if (sigaltstack(NULL, &stack) == 0 && stack.ss_flags & SS_ONSTACK)
        on_other_stack++;
    pid_t here = gettid();
    if (here != known[0] && here != known[1])
        strange_threads++; /* no thread of the library's may be chosen */
}

static void *pester(void *argument)
{
    pthread_t main_thread = *(pthread_t *)argument;
    while (!stopping) {
        pthread_kill(main_thread, SIGURG);
        nanosleep(&(struct timespec){0, 100000}, NULL);
    }
    return NULL;
}

static void handle_with(int signal)
{
    /* Without SA_RESTART: what waits is interrupted. */
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    CHECK(sigaction(signal, &action, NULL) == 0);
}

static void set_timers(long microseconds)
{
    struct itimerval every = {{0, microseconds}, {0, microseconds}};
    CHECK(setitimer(ITIMER_REAL, &every, NULL) == 0 && setitimer(ITIMER_PROF, &every, NULL) == 0);
}

static void *small_caller(void *argument)
{
    known[1] = gettid();
    CHECK(pthread_sigmask(SIG_SETMASK, argument, NULL) == 0);
    codex_sdk_client *client = hostile(SAYS_HI);
    for (int i = 0; i < 5; i++)
        turn_that_works(client, "hello");
    codex_sdk_client_free(client);
    return argument;
}

static void small_stack(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    CHECK(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, SMALL) == 0);
    /* Not before it is known. */
    CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    CHECK(pthread_create(&thread, &attributes, small_caller, &before) == 0);
    CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0 && pthread_join(thread, NULL) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
}

static void pestered(void)
{
    pthread_t pesterer, main_thread = pthread_self();
    sigset_t all, before;
    /* The host's own other thread handles none of them. */
    sigfillset(&all);
    CHECK(pthread_sigmask(SIG_SETMASK, &all, &before) == 0);
    CHECK(pthread_create(&pesterer, NULL, pester, &main_thread) == 0);
    CHECK(pthread_sigmask(SIG_SETMASK, &before, NULL) == 0);
    set_timers(100);
    codex_sdk_client *client = hostile(SAYS_HI);
    for (int i = 0; i < 10; i++)
        turn_that_works(client, "hello");
    codex_sdk_client_free(client);
    turn_that_fails("[{\"ignore_stdin\":true},{\"exit\":3}]", CODEX_SDK_ERROR_CLI_FAILED, "exited");
    client = hostile("[{\"thread_started\":\"t\"},{\"big_message\":1000000},{\"hang\":true}]");
    turn_that_is_cancelled(client, NULL);
    codex_sdk_client_free(client);
    small_stack();
    set_timers(0);
    stopping = 1;
    CHECK(pthread_join(pesterer, NULL) == 0);
}

int main(void)
{
    static char room[64 * 1024];
    stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
    CHECK(sigaltstack(&stack, NULL) == 0);
    known[0] = gettid();
    handle_with(SIGSEGV);
    handle_with(SIGURG);
    handle_with(SIGALRM);
    handle_with(SIGPROF);
    visit(pestered);
    CHECK(strange_threads == 0);
    CHECK(signals > 100 && on_other_stack > 100);
    every_turn();
    return 0;
}
