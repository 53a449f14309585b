/* The library's functions through pointers, so that one program can use several copies of it in turn. Included before
 * host.h, whose helpers then call whichever copy `sdk` points to. */
#ifndef LOADED_H
#define LOADED_H

#define _GNU_SOURCE
#include <codex_sdk.h>
#include <dlfcn.h>

#define FUNCTIONS(EACH)                                                                                               \
    EACH(version) EACH(status_name) EACH(string_free) EACH(json_get) EACH(client_new) EACH(client_info)               \
    EACH(client_free) EACH(thread_start) EACH(thread_run) EACH(thread_free) EACH(turn_start)                          \
    EACH(turn_start_with_callback) EACH(turn_next) EACH(turn_fd) EACH(turn_wait) EACH(turn_cancel) EACH(turn_free)

struct functions {
#define FIELD(name) __typeof__(codex_sdk_##name) *name;
    FUNCTIONS(FIELD)
};

static const struct functions *sdk;

/* The archive that the program is linked with, if it is. */
#ifdef ARCHIVE
static const struct functions linked = {
#define LINKED(name) .name = codex_sdk_##name,
    FUNCTIONS(LINKED)
};
#endif

#define codex_sdk_version sdk->version
#define codex_sdk_status_name sdk->status_name
#define codex_sdk_string_free sdk->string_free
#define codex_sdk_json_get sdk->json_get
#define codex_sdk_client_new sdk->client_new
#define codex_sdk_client_info sdk->client_info
#define codex_sdk_client_free sdk->client_free
#define codex_sdk_thread_start sdk->thread_start
#define codex_sdk_thread_run sdk->thread_run
#define codex_sdk_thread_free sdk->thread_free
#define codex_sdk_turn_start sdk->turn_start
#define codex_sdk_turn_start_with_callback sdk->turn_start_with_callback
#define codex_sdk_turn_next sdk->turn_next
#define codex_sdk_turn_fd sdk->turn_fd
#define codex_sdk_turn_wait sdk->turn_wait
#define codex_sdk_turn_cancel sdk->turn_cancel
#define codex_sdk_turn_free sdk->turn_free

#include "host.h"

static void *load(const char *path, struct functions *functions)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        COMPLAIN("%s\n", dlerror());
    CHECK(library != NULL);
#define LOOK_UP(function)                                                           \
    *(void **)&functions->function = dlsym(library, "codex_sdk_" #function); \
    CHECK(functions->function != NULL);
    FUNCTIONS(LOOK_UP)
    return library;
}

#endif
