/* load LIBRARY CLI: what dlopen, a client, and its end take together. */
#define _GNU_SOURCE

#include "bench.h"

#include <codex_sdk.h>
#include <dlfcn.h>

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    char options[4096];
    snprintf(options, sizeof options, "{\"codex_path_override\":\"%s\"}", argv[2]);
    codex_sdk_client *client;
    const uint64_t then = now_ns();
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    __typeof__(codex_sdk_client_new) *client_new = (__typeof__(client_new))dlsym(library, "codex_sdk_client_new");
    __typeof__(codex_sdk_client_free) *client_free = (__typeof__(client_free))dlsym(library, "codex_sdk_client_free");
    if (client_new(options, &client, NULL) != CODEX_SDK_OK)
        return 1;
    client_free(client);
    printf("{\"seconds\":%.9f}\n", seconds_since(then));
    return 0;
}
