/* What the contenders in C have in common: clocks, counting what comes, and the answer in JSON on stdout. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define MOST_DELAYS 100000

static inline uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static inline double seconds_since(uint64_t then)
{
    return (double)(now_ns() - then) / 1e9;
}

/* What has come so far. */
struct seen {
    double processor_before;
    uint64_t first_ns; /* when the first line came */
    long events;       /* item.completed and item.delta */
    int wants_delays;
    long delay_count;
    double *delays_us;
};

/* One line: counts it, and for the latency says how old it is. */
static inline void see(struct seen *seen, const char *line, size_t length)
{
    static const char ITEM[] = "{\"type\":\"item.completed\"", DELTA[] = "{\"type\":\"item.delta\"", TEXT[] = "\"text\":\"";
    if (seen->first_ns == 0)
        seen->first_ns = now_ns();
    if (length < sizeof ITEM
        || (memcmp(line, ITEM, sizeof ITEM - 1) != 0 && memcmp(line, DELTA, sizeof DELTA - 1) != 0))
        return;
    seen->events++;
    if (seen->wants_delays && seen->delay_count < MOST_DELAYS) {
        const uint64_t now = now_ns();
        const char *text = memmem(line, length, TEXT, sizeof TEXT - 1);
        if (text != NULL)
            seen->delays_us[seen->delay_count++] = (double)(now - strtoull(text + sizeof TEXT - 1, NULL, 10)) / 1e3;
    }
}

static inline int by_size(const void *one, const void *other)
{
    const double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Of so many measurements, which it sorts. */
static inline double median(double *values, long count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

/* Of this process, without its children. */
static inline double processor_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static inline struct seen seen_nothing(int wants_delays)
{
    struct seen seen = {processor_seconds(), 0, 0, wants_delays, 0, wants_delays ? calloc(MOST_DELAYS, sizeof(double)) : NULL};
    return seen;
}

/* {"seconds":1.5,"processor_seconds":0.5,"events":3,"delays_us":[…]}; the processor's since nothing was seen. */
static inline void answer(double seconds, const struct seen *seen)
{
    printf("{\"seconds\":%.9f,\"processor_seconds\":%.9f,\"events\":%ld,\"delays_us\":[", seconds,
           processor_seconds() - seen->processor_before, seen->events);
    for (long i = 0; i < seen->delay_count; i++)
        printf("%s%.1f", i > 0 ? "," : "", seen->delays_us[i]);
    printf("]}\n");
}

#endif
