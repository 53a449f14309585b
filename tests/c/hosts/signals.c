/* A host that blocks or ignores the signals by which a turn is ended. */
#include "host.h"

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    if (strcmp(argv[1], "blocked") == 0) {
        sigset_t all;
        sigfillset(&all);
        CHECK(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
    } else {
        static const int polite[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
        for (size_t i = 0; i < sizeof polite / sizeof polite[0]; i++)
            CHECK(signal(polite[i], SIG_IGN) != SIG_ERR);
    }
    every_turn();
    return 0;
}
