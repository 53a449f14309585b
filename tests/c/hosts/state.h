/* What a host can see of itself: everything that a library in its process might have touched, as text to compare. */
#ifndef STATE_H
#define STATE_H

#include <ctype.h>
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* How often this process was forked, which copies its whole memory map; posix_spawn does not count. */
static int forks;
static inline void count_fork(void) { forks++; }
__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(count_fork, NULL, NULL); }

/* Calls `tell` with each number in the folder, and `context`. */
static inline void each_number_in(const char *folder, void (*tell)(void *context, const char *folder, int number), void *context)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    CHECK(entries != NULL);
    while ((entry = readdir(entries))) {
        int number = atoi(entry->d_name);
        /* The descriptor that lists the descriptors is none of the host's. */
        if (isdigit((unsigned char)entry->d_name[0]) && (number != dirfd(entries) || strcmp(folder, "/proc/self/fd") != 0))
            tell(context, folder, number);
    }
    closedir(entries);
}

static inline void tell_descriptor(void *out, const char *folder, int number)
{
    char link[300], target[300] = "";
    snprintf(link, sizeof link, "%s/%d", folder, number);
    if (readlink(link, target, sizeof target - 1) > 0)
        fprintf(out, "descriptor %d -> %s, flags %d %x\n", number, target, fcntl(number, F_GETFD), fcntl(number, F_GETFL));
}

static inline void tell_children(void *out, const char *folder, int number)
{
    char path[300], pid[32];
    FILE *children;
    snprintf(path, sizeof path, "%s/%d/children", folder, number);
    if ((children = fopen(path, "r")) == NULL)
        return; /* a thread that has ended meanwhile */
    while (fscanf(children, "%31s", pid) == 1)
        fprintf(out, "child %s\n", pid);
    fclose(children);
}

static inline void tell_thread(void *out, const char *folder, int number)
{
    (void)folder;
    fprintf(out, "thread %d\n", number);
}

static inline void tell_signals(FILE *out)
{
    sigset_t blocked;
    stack_t stack;
    CHECK(pthread_sigmask(SIG_BLOCK, NULL, &blocked) == 0 && sigaltstack(NULL, &stack) == 0);
    fprintf(out, "signal stack %p, size %zu, flags %d\n", stack.ss_sp, stack.ss_size, stack.ss_flags);
    for (int signal = 1; signal <= 64; signal++) {
        struct sigaction action;
        if (sigaction(signal, NULL, &action) != 0)
            continue; /* the C library keeps it for itself */
        fprintf(out, "signal %d: blocked %d, handler %p, flags %x, mask", signal, sigismember(&blocked, signal),
                (void *)(uintptr_t)action.sa_handler, (unsigned)action.sa_flags);
        for (int other = 1; other <= 64; other++)
            if (sigismember(&action.sa_mask, other) == 1)
                fprintf(out, " %d", other);
        fputc('\n', out);
    }
}

static inline void tell_limits(FILE *out)
{
    for (int limit = 0; limit < RLIM_NLIMITS; limit++) {
        struct rlimit value;
        CHECK(getrlimit((__rlimit_resource_t)limit, &value) == 0);
        fprintf(out, "limit %d: %llu of %llu\n", limit, (unsigned long long)value.rlim_cur,
                (unsigned long long)value.rlim_max);
    }
}

static inline void tell_timers(FILE *out)
{
    for (int timer = 0; timer < 3; timer++) {
        struct itimerval value;
        CHECK(getitimer((__itimer_which_t)timer, &value) == 0);
        fprintf(out, "timer %d every %ld us\n", timer, (long)value.it_interval.tv_usec);
    }
}

/* The lines of /proc/self/status that are about what a process is, not what it does at the moment. */
static inline void tell_status(FILE *out)
{
    static const char *const facts[] = {"Name:", "Umask:", "PPid:", "Uid:", "Gid:", "Cap", "NoNewPrivs:", "Seccomp:", "Cpus_allowed:"};
    char line[300];
    FILE *status = fopen("/proc/self/status", "r");
    CHECK(status != NULL);
    while (fgets(line, sizeof line, status))
        for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
            if (strncmp(line, facts[i], strlen(facts[i])) == 0)
                fputs(line, out);
    fclose(status);
}

static inline char *state_of_host(void)
{
    char *text = NULL, directory[300] = "";
    size_t size;
    FILE *out = open_memstream(&text, &size);
    CHECK(out != NULL);
    /* Before this file opens anything itself. */
    each_number_in("/proc/self/fd", tell_descriptor, out);
    each_number_in("/proc/self/task", tell_thread, out);
    each_number_in("/proc/self/task", tell_children, out);
    tell_signals(out);
    tell_limits(out);
    tell_timers(out);
    tell_status(out);
    CHECK(readlink("/proc/self/cwd", directory, sizeof directory - 1) > 0);
    fprintf(out, "directory %s\nforks %d\nsession %d, group %d, niceness %d\n", directory, forks, getsid(0), getpgrp(),
            getpriority(PRIO_PROCESS, 0));
    fprintf(out, "dumpable %d, subreaper ", prctl(PR_GET_DUMPABLE));
    int subreaper = 0, death_signal = 0;
    CHECK(prctl(PR_GET_CHILD_SUBREAPER, &subreaper) == 0 && prctl(PR_GET_PDEATHSIG, &death_signal) == 0);
    fprintf(out, "%d, death signal %d\n", subreaper, death_signal);
    for (char **variable = environ; *variable; variable++)
        fprintf(out, "environment %s\n", *variable);
    CHECK(fclose(out) == 0);
    return text;
}

static inline void complain_of_lines(const char *title, const char *of, const char *not_in)
{
    while (*of) {
        size_t length = strcspn(of, "\n") + 1;
        char *line = strndup(of, length);
        if (strstr(not_in, line) == NULL)
            COMPLAIN("%s: %s", title, line);
        free(line);
        of += length;
    }
}

/* The host is as it was. What the library ends behind the scenes it does not report: bounded asking is all a host
 * can do. */
static inline void as_found(char *before)
{
    char *now = state_of_host();
    for (struct patience patience = half_a_minute(); strcmp(before, now) != 0 && is_left(patience); now = state_of_host())
        free(now);
    if (strcmp(before, now) != 0) {
        complain_of_lines("no longer so", before, now);
        complain_of_lines("new", now, before);
        CHECK(!"the host is as it was");
    }
    free(now);
    free(before);
}

#endif
