/*
 * app_server_child: the same for an SDK that talks to `codex app-server`: one process for all turns, JSON-RPC in lines.
 * Answers what such an SDK asks for before a turn; to `turn/start` it says what BENCH_CHILD asks for (see say.h).
 * The answers are those of the CLI 0.169.0, without what is optional.
 */
#define _GNU_SOURCE

#include "say.h"

#define THREAD "0199a213-81c0-7800-8aa1-bbab2a035a53"

static const char INITIALIZED[] =
    "{\"userAgent\":\"bench/0.169.0 (Linux)\",\"codexHome\":\"/\",\"platformFamily\":\"unix\",\"platformOs\":\"linux\"}";

static const char STARTED[] =
    "{\"thread\":{\"id\":\"" THREAD "\",\"sessionId\":\"" THREAD "\",\"preview\":\"\",\"ephemeral\":false,"
    "\"historyMode\":\"paginated\",\"modelProvider\":\"bench\",\"createdAt\":0,\"updatedAt\":0,\"status\":{\"type\":\"idle\"},"
    "\"cwd\":\"/\",\"cliVersion\":\"0.169.0\",\"source\":\"vscode\",\"turns\":[]},\"model\":\"bench\","
    "\"modelProvider\":\"bench\",\"cwd\":\"/\",\"approvalPolicy\":\"on-request\",\"approvalsReviewer\":\"auto_review\","
    "\"sandbox\":{\"type\":\"readOnly\",\"networkAccess\":false}}";

static void answer(const char *request, const char *result)
{
    static const char ID[] = "\"id\": \"";
    const char *id = strstr(request, ID);
    if (id == NULL)
        return; /* a notification */
    id += sizeof ID - 1;
    char line[2000];
    say(line, (size_t)snprintf(line, sizeof line, "{\"id\":\"%.*s\",\"result\":%s}\n", (int)strcspn(id, "\""), id, result));
}

static void turn(const char *request, int number)
{
    char turn[200], started[300], line[600], behind[200];
    snprintf(turn, sizeof turn, "\"id\":\"turn-%d\",\"items\":[],\"error\":null", number);
    snprintf(started, sizeof started, "{\"turn\":{%s,\"status\":\"inProgress\"}}", turn);
    answer(request, started);
    const char *said = "{\"method\":\"turn/%s\",\"params\":{\"threadId\":\"" THREAD "\",\"turn\":{%s,\"status\":\"%s\"}}}\n";
    snprintf(line, sizeof line, said, "started", turn, "inProgress");
    say_text(line);
    snprintf(behind, sizeof behind, "\"},\"threadId\":\"" THREAD "\",\"turnId\":\"turn-%d\",\"completedAtMs\":0}}\n", number);
    say_task(getenv("BENCH_CHILD"),
             "{\"method\":\"item/completed\",\"params\":{\"item\":{\"type\":\"agentMessage\",\"id\":\"item_0\",\"text\":\"", behind);
    snprintf(line, sizeof line, said, "completed", turn, "completed");
    say_text(line);
}

int main(void)
{
    char *request = NULL;
    size_t capacity = 0;
    for (int turns = 0; getline(&request, &capacity, stdin) > 0;) {
        if (strstr(request, "\"method\": \"turn/start\"") != NULL)
            turn(request, ++turns);
        else if (strstr(request, "\"method\": \"thread/start\"") != NULL)
            answer(request, STARTED);
        else
            answer(request, INITIALIZED);
    }
    return 0;
}
