/*
 * app_server_child: the same for an SDK that talks to `codex app-server`: one process for all turns, JSON-RPC in lines.
 * Answers what such an SDK asks for before a turn; to `turn/start` it says what BENCH_CHILD asks for:
 *
 *     TASK                               one of those in say.h, with messages
 *     deltas TASK                        the same, each message a piece of one message
 *     together TURNS COUNT LARGE         once so many turns have begun, each 10 ms, so many times: the time as a piece for each
 *                                        of them, but for the first, which gets a piece of so many bytes
 *
 * The answers are those of the CLI 0.169.0, without what is optional.
 */
#define _GNU_SOURCE

#include "say.h"

#define THREAD "0199a213-81c0-7800-8aa1-%012d"
#define MOST_TURNS 1000

static const char INITIALIZED[] =
    "{\"userAgent\":\"bench/0.169.0 (Linux)\",\"codexHome\":\"/\",\"platformFamily\":\"unix\",\"platformOs\":\"linux\"}";

static const char STARTED[] =
    "{\"thread\":{\"id\":\"" THREAD "\",\"sessionId\":\"" THREAD "\",\"preview\":\"\",\"ephemeral\":false,"
    "\"historyMode\":\"paginated\",\"modelProvider\":\"bench\",\"createdAt\":0,\"updatedAt\":0,\"status\":{\"type\":\"idle\"},"
    "\"cwd\":\"/\",\"cliVersion\":\"0.169.0\",\"source\":\"vscode\",\"turns\":[]},\"model\":\"bench\","
    "\"modelProvider\":\"bench\",\"cwd\":\"/\",\"approvalPolicy\":\"on-request\",\"approvalsReviewer\":\"auto_review\","
    "\"sandbox\":{\"type\":\"readOnly\",\"networkAccess\":false}}";

struct turn {
    int number;
    char thread[50];
};

/* The value of the first member of that name, as it is written; SDKs differ in the space before it. */
static int member(const char *request, const char *name, char *value, size_t size)
{
    char key[50];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = strstr(request, key);
    if (at == NULL)
        return 0;
    at += strlen(key);
    at += strspn(at, " ");
    snprintf(value, size, "%.*s", (int)strcspn(at, ",}"), at);
    return 1;
}

static void answer(const char *request, const char *result)
{
    char line[2000], id[100];
    if (member(request, "id", id, sizeof id)) /* else it is a notification */
        say(line, (size_t)snprintf(line, sizeof line, "{\"id\":%s,\"result\":%s}\n", id, result));
}

static void start_thread(const char *request)
{
    static int threads;
    char started[1000];
    threads++;
    snprintf(started, sizeof started, STARTED, threads, threads);
    answer(request, started);
}

static void say_status(const struct turn *turn, const char *event, const char *status)
{
    char line[600];
    say(line, (size_t)snprintf(line, sizeof line,
                               "{\"method\":\"turn/%s\",\"params\":{\"threadId\":%s,\"turn\":{\"id\":\"turn-%d\",\"items\":[],"
                               "\"error\":null,\"status\":\"%s\"}}}\n",
                               event, turn->thread, turn->number, status));
}

static struct turn start_turn(const char *request)
{
    static int turns;
    struct turn turn = {++turns, ""};
    char started[300];
    member(request, "threadId", turn.thread, sizeof turn.thread);
    snprintf(started, sizeof started, "{\"turn\":{\"id\":\"turn-%d\",\"items\":[],\"error\":null,\"status\":\"inProgress\"}}", turns);
    answer(request, started);
    say_status(&turn, "started", "inProgress");
    return turn;
}

static const char DELTA[] =
    "{\"method\":\"item/agentMessage/delta\",\"params\":{\"threadId\":%s,\"turnId\":\"turn-%d\",\"itemId\":\"item_0\",\"delta\":\"";
static const char DELTA_BEHIND[] = "\"}}\n";

static void say_task_of(const struct turn *turn, const char *task)
{
    static const char DELTAS[] = "deltas ";
    char around[300];
    if (strncmp(task, DELTAS, sizeof DELTAS - 1) == 0) {
        snprintf(around, sizeof around, DELTA, turn->thread, turn->number);
        say_task(task + sizeof DELTAS - 1, around, DELTA_BEHIND);
    } else {
        snprintf(around, sizeof around, "\"},\"threadId\":%s,\"turnId\":\"turn-%d\",\"completedAtMs\":0}}\n", turn->thread,
                 turn->number);
        say_task(task, "{\"method\":\"item/completed\",\"params\":{\"item\":{\"type\":\"agentMessage\",\"id\":\"item_0\",\"text\":\"",
                 around);
    }
    say_status(turn, "completed", "completed");
}

static void say_together(const struct turn *turns, int turn_count, long count, size_t large)
{
    char *pieces = malloc((size_t)turn_count * 500), *large_piece = malloc(large + 500), before[300];
    snprintf(before, sizeof before, DELTA, turns[0].thread, turns[0].number);
    const char *end_of_large = render(large_piece, before, large, DELTA_BEHIND);
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (; count > 0; count--) {
        wait_until(&next, 10000);
        char *end = pieces;
        for (int i = 1; i < turn_count; i++) {
            end += sprintf(end, DELTA, turns[i].thread, turns[i].number);
            end += sprintf(end, "%llu%s", stamp(), DELTA_BEHIND);
        }
        say(pieces, (size_t)(end - pieces));
        say(large_piece, (size_t)(end_of_large - large_piece));
    }
    free(pieces);
    free(large_piece);
    for (int i = 0; i < turn_count; i++)
        say_status(&turns[i], "completed", "completed");
}

int main(void)
{
    static struct turn together[MOST_TURNS];
    const char *task = getenv("BENCH_CHILD");
    char *request = NULL;
    size_t capacity = 0, large = 0;
    long count = 0;
    int wanted = 0, begun = 0;
    if (task == NULL)
        task = "turn";
    sscanf(task, "together %d %ld %zu", &wanted, &count, &large);
    if (wanted > MOST_TURNS)
        return 2;
    while (getline(&request, &capacity, stdin) > 0) {
        if (strstr(request, "\"thread/start\"") != NULL) {
            start_thread(request);
        } else if (strstr(request, "\"turn/start\"") == NULL) {
            answer(request, INITIALIZED);
        } else if (wanted == 0) {
            const struct turn turn = start_turn(request);
            say_task_of(&turn, task);
        } else {
            together[begun++] = start_turn(request);
            if (begun == wanted) {
                say_together(together, begun, count, large);
                begun = 0;
            }
        }
    }
    return 0;
}
