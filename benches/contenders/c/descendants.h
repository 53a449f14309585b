/* What this process has used, with the library's watchdog, and what the CLI's processes have, which are all others below it. */
#ifndef DESCENDANTS_H
#define DESCENDANTS_H

#include "host.h"

#include <stdbool.h>
#include <sys/resource.h>

#define MOST_PROCESSES 20000

struct use {
    double cli_seconds, host_seconds; /* of processor time */
    long cli_kib;                     /* shared pages divided among those who share them (PSS) */
};

struct process {
    pid_t pid, parent;
    unsigned long ticks; /* with those of its children that have ended */
    bool is_below;
};

static inline long processes_of_machine(struct process *processes)
{
    long count = 0;
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL && count < MOST_PROCESSES;) {
        char path[300], text[2000];
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *file = atol(entry->d_name) > 0 ? fopen(path, "r") : NULL;
        if (file == NULL)
            continue;
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
        const char *behind_name = strrchr(text, ')');
        unsigned long user, system, childrens_user, childrens_system;
        int parent;
        if (behind_name != NULL
            && sscanf(behind_name, ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu", &parent, &user, &system,
                      &childrens_user, &childrens_system)
                   == 5)
            processes[count++] = (struct process){atoi(entry->d_name), parent, user + system + childrens_user + childrens_system, false};
    }
    if (folder != NULL)
        closedir(folder);
    return count;
}

static inline bool is_below(const struct process *processes, long count, pid_t pid)
{
    for (long i = 0; i < count; i++)
        if (processes[i].pid == pid)
            return processes[i].is_below || pid == getpid();
    return false;
}

static inline bool is_watchdog(pid_t pid)
{
    char path[100], text[4096];
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    FILE *file = fopen(path, "r");
    const size_t got = file != NULL ? fread(text, 1, sizeof text, file) : 0;
    if (file != NULL)
        fclose(file);
    static const char NAME[] = "codex-sdk-watchdog";
    return memmem(text, got, NAME, sizeof NAME - 1) != NULL;
}

static inline double seconds_of(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec)
           + (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

/* Of this process and all below it, those that have ended included. Memory takes a while to be counted. */
static inline struct use use_so_far(bool with_memory)
{
    static struct process processes[MOST_PROCESSES];
    struct rusage ended;
    getrusage(RUSAGE_CHILDREN, &ended);
    struct use use = {seconds_of(&ended), processor_seconds(), 0};
    const long count = processes_of_machine(processes);
    for (bool found = true; found;) {
        found = false;
        for (long i = 0; i < count; i++)
            if (!processes[i].is_below && is_below(processes, count, processes[i].parent))
                processes[i].is_below = found = true;
    }
    for (long i = 0; i < count; i++) {
        if (!processes[i].is_below)
            continue;
        const double seconds = (double)processes[i].ticks / (double)sysconf(_SC_CLK_TCK);
        if (is_watchdog(processes[i].pid)) {
            use.host_seconds += seconds;
            continue;
        }
        use.cli_seconds += seconds;
        if (with_memory) {
            char path[100];
            snprintf(path, sizeof path, "/proc/%d/smaps_rollup", processes[i].pid);
            const long kib = number_in(path, "Pss:");
            use.cli_kib += kib > 0 ? kib : 0;
        }
    }
    return use;
}

/* The same, and what the looking takes is not part of what follows. */
static inline struct use use_before(void)
{
    const double then = processor_seconds();
    struct use use = use_so_far(false);
    use.host_seconds += processor_seconds() - then;
    return use;
}

#endif
