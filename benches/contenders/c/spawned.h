/* A child as a C program starts one that has no library for it. */
#ifndef SPAWNED_H
#define SPAWNED_H

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static inline void fail(const char *what)
{
    perror(what);
    exit(1);
}

struct child {
    pid_t pid;
    int output;
};

static inline struct child spawn(char **argv, const char *prompt)
{
    int prompt_pipe[2], output[2];
    if (pipe2(prompt_pipe, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0)
        fail("pipe2");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, prompt_pipe[0], 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    struct child child = {0, output[0]};
    if (posix_spawn(&child.pid, argv[0], &actions, NULL, argv, environ) != 0)
        fail("posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
    close(prompt_pipe[0]);
    close(output[1]);
    if (write(prompt_pipe[1], prompt, strlen(prompt)) != (ssize_t)strlen(prompt))
        fail("write");
    close(prompt_pipe[1]);
    return child;
}

#endif
