/* A host that starts children of its own, by every way there is, while turns start and run: they get nothing of the
 * library's, and the library's get nothing of the host's. */
#include "host.h"

#include <spawn.h>
#include <stdatomic.h>
#include <sys/wait.h>

enum { KEPT = 100, STRANGER = 9 };

static atomic_int stopping, children;

/* What a child finds open: the three standard ones and those that the host means it to have. */
static void look(void *strangers, const char *folder, int number)
{
    char link[64], target[300] = "";
    snprintf(link, sizeof link, "%s/%d", folder, number);
    if (number <= 2 || number == KEPT)
        return;
    if (readlink(link, target, sizeof target - 1) > 0 && strcmp(target, "/dev/zero") == 0)
        return;
    COMPLAIN("inherited by a child of the host's: %d -> %s\n", number, target);
    ++*(int *)strangers;
}

static int as_child(void)
{
    int strangers = 0;
    each_number_in("/proc/self/fd", look, &strangers);
    return strangers ? STRANGER : 0;
}

static void ended_well(pid_t child)
{
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    children++;
}

static void *start_children(void *argument)
{
    char program[] = "/proc/self/exe", mode[] = "child", *arguments[] = {program, mode, NULL};
    while (!stopping || children < 30) {
        pid_t child = fork();
        if (child == 0) {
            execv(program, arguments);
            _exit(1);
        }
        ended_well(child);
        CHECK(posix_spawn(&child, program, NULL, NULL, arguments, environ) == 0);
        ended_well(child);
    }
    return argument;
}

static void busy_host(void)
{
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, start_children, NULL) == 0);
    for (int i = 0; i < 25; i++) {
        codex_sdk_client *client = hostile(SAYS_HI);
        turn_that_works(client, "hello");
        codex_sdk_client_free(client);
    }
    stopping = 1;
    CHECK(pthread_join(thread, NULL) == 0);
    forks = 0; /* its own */
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "child") == 0)
        return as_child();
    for (int fd = 3; fd < 1000; fd++)
        close(fd); /* inherited from whoever runs the tests */
    /* None of these is close-on-exec. */
    CHECK(dup2(STDIN_FILENO, KEPT) == KEPT && open("/dev/zero", O_RDONLY) == 3 && open("/dev/zero", O_RDONLY) == 4);
    visit(busy_host);
    /* Which look at what the library's processes have open. */
    every_turn();
    return 0;
}
