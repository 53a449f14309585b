/*
 * A command of the agent's that gets away: daemon plain|cleared|titled|hidden|headless SECONDS.
 *
 * Becomes a daemon twice over, in a session of its own with all its parents gone, and sleeps: as the program `sleep`,
 * as `sleep` without any environment, as itself with arguments and environment overwritten by a title (as PostgreSQL
 * and nginx do it), as itself with its environment closed even to its own user (as ssh-agent does it), or as a thread
 * whose first thread has ended, which makes the process look like a zombie.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

static void get_away(void)
{
    pid_t pid = fork();
    if (pid != 0)
        _exit(pid < 0);
    if (setsid() < 0)
        _exit(1);
}

/* Arguments and environment lie one behind the other; `ps` and /proc show what stands there. */
static void overwrite(char **argv, const char *title)
{
    char *end = argv[0];
    for (char **text = argv; *text; text++)
        end = *text + strlen(*text);
    for (char **text = environ; *text; text++)
        end = *text + strlen(*text);
    size_t room = (size_t)(end - argv[0]);
    memset(argv[0], 0, room);
    strncpy(argv[0], title, room);
}

static void sleep_here(void)
{
    for (;;)
        pause();
}

static void *in_a_thread(void *argument)
{
    sleep_here();
    return argument;
}

int main(int argc, char **argv)
{
    char title[100];
    int null = open("/dev/null", O_RDWR);
    if (argc != 3 || null < 0)
        return 1;
    get_away();
    get_away();
    signal(SIGHUP, SIG_IGN);
    for (int fd = 0; fd < 3; fd++)
        dup2(null, fd);
    if (strcmp(argv[1], "titled") == 0) {
        snprintf(title, sizeof title, "titled: idle %s", argv[2]);
        overwrite(argv, title);
        sleep_here();
    }
    if (strcmp(argv[1], "hidden") == 0 && prctl(PR_SET_DUMPABLE, 0) == 0)
        sleep_here();
    if (strcmp(argv[1], "headless") == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, in_a_thread, NULL) == 0)
            pthread_exit(NULL);
    }
    if (strcmp(argv[1], "cleared") == 0)
        clearenv();
    execlp("sleep", "sleep", argv[2], (char *)NULL);
    return 1;
}
