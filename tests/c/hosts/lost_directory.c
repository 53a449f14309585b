/* A host whose current directory has been deleted. */
#include "host.h"

int main(void)
{
    CHECK(mkdir("lost", 0700) == 0 && chdir("lost") == 0 && rmdir("../lost") == 0);
    char here[10];
    CHECK(getcwd(here, sizeof here) == NULL && errno == ENOENT);
    every_turn();
    return 0;
}
