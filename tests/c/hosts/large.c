/* A host with 8 GiB resident, which a fork would take a quarter of a second to copy the map of. */
#include "host.h"

#include <sys/mman.h>

static const size_t GIB = (size_t)1 << 30;

static size_t available(void)
{
    char line[200];
    unsigned long long kib = 0;
    FILE *memory = fopen("/proc/meminfo", "r");
    CHECK(memory != NULL);
    while (fgets(line, sizeof line, memory))
        sscanf(line, "MemAvailable: %llu kB", &kib);
    fclose(memory);
    return (size_t)kib * 1024;
}

static size_t resident(void)
{
    unsigned long long total = 0, pages = 0;
    FILE *sizes = fopen("/proc/self/statm", "r");
    CHECK(sizes != NULL && fscanf(sizes, "%llu %llu", &total, &pages) == 2);
    fclose(sizes);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

int main(void)
{
    size_t wanted = 8 * GIB, room = available();
    /* Not all there is: others run beside it. */
    if (room < wanted + 4 * GIB) {
        wanted = room / 3;
        printf("not run here: 8 GiB resident; %llu MiB, as %llu MiB are available\n", (unsigned long long)(wanted >> 20),
               (unsigned long long)(room >> 20));
        fflush(stdout);
    }
    char *memory = mmap(NULL, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    madvise(memory, wanted, MADV_HUGEPAGE); /* only to be quicker */
    for (size_t at = 0; at < wanted; at += (size_t)sysconf(_SC_PAGESIZE))
        memory[at] = 1;
    CHECK(resident() >= wanted);
    every_turn(); /* which counts forks, too */
    CHECK(forks == 0 && resident() >= wanted);
    return 0;
}
