/* A host that wants no news of its children, or takes the news of every child, the library's included. */
#include "host.h"

#include <sys/wait.h>

static volatile sig_atomic_t taken;

static void take_all(int signal)
{
    int before = errno;
    (void)signal;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        taken++;
    errno = before;
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    CHECK(argc == 2);
    if (strcmp(argv[1], "handled") == 0)
        action.sa_handler = take_all;
    CHECK(sigaction(SIGCHLD, &action, NULL) == 0);
    every_turn();
    /* Until it has got in the library's way, which looks for its children, too. */
    for (int i = 0; i < 100 && strcmp(argv[1], "handled") == 0 && taken == 0; i++)
        every_turn();
    CHECK(strcmp(argv[1], "handled") != 0 || taken > 0);

    /* A child of the host's is still the host's to wait for. */
    action.sa_handler = SIG_DFL;
    CHECK(sigaction(SIGCHLD, &action, NULL) == 0);
    pid_t child = fork();
    if (child == 0)
        _exit(5);
    one_works();
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 5);
    return 0;
}
