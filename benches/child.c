/*
 * child: what the contenders start in the CLI's place. It costs as little as a process can, so that what is measured is
 * theirs. Reads the prompt to its end, says what BENCH_CHILD asks for (see say.h), or the prompt itself if that begins with
 * "task ", and exits.
 */
#define _GNU_SOURCE

#include "say.h"

static const char STARTED[] = "{\"type\":\"thread.started\",\"thread_id\":\"0199a213-81c0-7800-8aa1-bbab2a035a53\"}\n"
                              "{\"type\":\"turn.started\"}\n";
static const char COMPLETED[] = "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":42,\"cached_input_tokens\":12,"
                                "\"output_tokens\":5,\"reasoning_output_tokens\":0}}\n";

int main(void)
{
    char prompt[200] = "", rest[4096];
    if (read(STDIN_FILENO, prompt, sizeof prompt - 1) > 0)
        while (read(STDIN_FILENO, rest, sizeof rest) > 0)
            ;
    say_text(STARTED);
    say_task(strncmp(prompt, "task ", 5) == 0 ? prompt + 5 : getenv("BENCH_CHILD"), EXEC_BEFORE, EXEC_BEHIND);
    say_text(COMPLETED);
    return 0;
}
