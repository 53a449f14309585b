/*
 * cancel: Ctrl-C stops the agent and whatever it is running, and the program ends in order.
 *
 *     cancel ["your prompt"]
 *
 * A second Ctrl-C, should the first one take too long, ends the program at once; the library sees to it that the
 * agent ends then, too.
 */
#define _POSIX_C_SOURCE 200809L /* sigaction, poll, pipe */

#include <codex_sdk.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char THREAD_OPTIONS[] = "{\"sandbox_mode\": \"read-only\", \"skip_git_repo_check\": true}";

/* No function of the library may be called in a signal handler: it only wakes poll. */
static int wake[2];

static void on_ctrl_c(int signal)
{
    const int kept = errno;
    (void)signal;
    if (write(wake[1], "", 1) < 0) {
        /* Full: then poll is awake already. */
    }
    errno = kept;
}

static int install_handler(void)
{
    struct sigaction action = {0};
    action.sa_handler = on_ctrl_c;
    action.sa_flags = SA_RESETHAND; /* the second one has its default effect */
    sigemptyset(&action.sa_mask);
    return pipe(wake) == 0 && fcntl(wake[1], F_SETFL, O_NONBLOCK) == 0 && sigaction(SIGINT, &action, NULL) == 0;
}

static void print_event(const char *event)
{
    char *type = NULL, *text = NULL;
    codex_sdk_json_get(event, "/type", &type, NULL); /* on failure the value stays NULL */
    codex_sdk_json_get(event, "/item/command", &text, NULL);
    if (text == NULL) /* `error` events have a message: without a network nothing else comes */
        codex_sdk_json_get(event, "/message", &text, NULL);
    printf("%s %s\n", type ? type : "(no type)", text ? text : "");
    fflush(stdout);
    codex_sdk_string_free(text);
    codex_sdk_string_free(type);
}

int main(int argc, char **argv)
{
    const char *prompt = argc > 1 ? argv[1] : "Run `sleep 60` and tell me when it is over.";
    codex_sdk_client *client = NULL;
    codex_sdk_thread *thread = NULL;
    codex_sdk_turn *turn = NULL;
    char *error = NULL;
    int interrupted = 0;

    if (!install_handler()) {
        perror("cannot handle Ctrl-C");
        return EXIT_FAILURE;
    }
    /* Client options as JSON; NULL is all defaults. The variable is how the tests give others. */
    codex_sdk_status status = codex_sdk_client_new(getenv("CODEX_SDK_EXAMPLE_OPTIONS"), &client, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_thread_start(client, THREAD_OPTIONS, &thread, &error);
    if (status == CODEX_SDK_OK)
        status = codex_sdk_turn_start(thread, prompt, NULL, &turn, &error);

    /* Ctrl-C reaches this program only: the CLI runs in a session of its own. */
    struct pollfd polled[] = {{codex_sdk_turn_fd(turn), POLLIN, 0}, {wake[0], POLLIN, 0}};
    if (status == CODEX_SDK_OK && polled[0].fd < 0)
        status = CODEX_SDK_ERROR_IO; /* this process may open no more descriptors */
    while (status == CODEX_SDK_OK || status == CODEX_SDK_TIMEOUT) {
        if (poll(polled, 2, -1) < 0)
            continue; /* the signal itself; the pipe is readable now */
        if (polled[1].revents != 0) {
            interrupted = 1;
            polled[1].fd = -1;
            codex_sdk_turn_cancel(turn); /* only asks; the end comes as the turn's last word */
        }
        const char *event;
        status = codex_sdk_turn_next(turn, 0, &event, NULL, &error);
        if (status == CODEX_SDK_OK)
            print_event(event);
    }

    /* CODEX_SDK_ERROR_CANCELLED is an error with a message like any other; here it is what was wanted. */
    char *message = NULL;
    codex_sdk_json_get(error, "/message", &message, NULL);
    printf("%s%s%s\n", codex_sdk_status_name(status), message ? ": " : "", message ? message : "");
    codex_sdk_string_free(message);
    codex_sdk_string_free(error);
    codex_sdk_turn_free(turn);
    codex_sdk_thread_free(thread);
    codex_sdk_client_free(client);
    if (interrupted)
        return 128 + SIGINT;
    return status == CODEX_SDK_END ? EXIT_SUCCESS : EXIT_FAILURE;
}
