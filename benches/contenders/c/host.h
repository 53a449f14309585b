/* A host of this library's, and what it has of threads, descriptors and children. */
#ifndef HOST_H
#define HOST_H

#include "bench.h"

#include <codex_sdk.h>
#include <dirent.h>
#include <unistd.h>

static inline void check(codex_sdk_status status, codex_sdk_status expected, const char *error)
{
    if (status != expected) {
        fprintf(stderr, "%s: %s\n", codex_sdk_status_name(status), error ? error : "");
        exit(1);
    }
}

static inline long number_in(const char *path, const char *name)
{
    char line[256];
    long number = -1;
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            number = atol(line + strlen(name));
    if (file != NULL)
        fclose(file);
    return number;
}

static inline long entries(const char *path)
{
    long count = 0;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    if (folder != NULL)
        closedir(folder);
    return count;
}

static inline long resident_kib(void) { return number_in("/proc/self/status", "VmRSS:"); }
static inline long threads(void) { return entries("/proc/self/task"); }
static inline long descriptors(void) { return entries("/proc/self/fd") - 1; /* the folder's own */ }

/* Of this process, whichever of its threads has started them. */
static inline long children(void)
{
    long count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        char path[300];
        long child;
        snprintf(path, sizeof path, "/proc/self/task/%s/children", task->d_name);
        FILE *file = task->d_name[0] != '.' ? fopen(path, "r") : NULL;
        while (file != NULL && fscanf(file, "%ld", &child) == 1)
            count++;
        if (file != NULL)
            fclose(file);
    }
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

/* So far, of all threads but the calling one. */
static inline long context_switches(void)
{
    long count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        char path[300];
        if (task->d_name[0] == '.' || atol(task->d_name) == getpid())
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", task->d_name);
        count += number_in(path, "voluntary_ctxt_switches:") + number_in(path, "nonvoluntary_ctxt_switches:");
    }
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

static inline codex_sdk_client *client_of(const char *cli)
{
    char options[4096], *error = NULL;
    codex_sdk_client *client;
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s\"}", cli);
    check(codex_sdk_client_new(options, &client, &error), CODEX_SDK_OK, error);
    return client;
}

static inline codex_sdk_turn *start_with(codex_sdk_client *client, const char *prompt)
{
    char *error = NULL;
    codex_sdk_thread *thread;
    codex_sdk_turn *turn;
    check(codex_sdk_thread_start(client, NULL, &thread, &error), CODEX_SDK_OK, error);
    check(codex_sdk_turn_start(thread, prompt, NULL, &turn, &error), CODEX_SDK_OK, error);
    codex_sdk_thread_free(thread);
    return turn;
}

static inline codex_sdk_turn *start(codex_sdk_client *client) { return start_with(client, "go"); }

static inline codex_sdk_status next(codex_sdk_turn *turn, const char **event, size_t *length)
{
    char *error = NULL;
    const codex_sdk_status status = codex_sdk_turn_next(turn, -1, event, length, &error);
    codex_sdk_string_free(error);
    return status;
}

static inline void follow(codex_sdk_turn *turn)
{
    const char *event;
    size_t length;
    codex_sdk_status status;
    while ((status = next(turn, &event, &length)) == CODEX_SDK_OK)
        ;
    check(status, CODEX_SDK_END, NULL);
    codex_sdk_turn_free(turn);
}

#endif
