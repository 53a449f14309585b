/* Bounded waiting: half a minute by the clock, looking every millisecond, however long a look takes on a busy machine.
 *
 *     for (struct patience patience = half_a_minute(); !done && is_left(patience);)
 *         ;
 *     CHECK(done);
 */
#ifndef PATIENCE_H
#define PATIENCE_H

#include <time.h>

struct patience {
    time_t until;
};

static inline time_t seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static inline struct patience half_a_minute(void)
{
    struct patience patience = {seconds_now() + 30};
    return patience;
}

/* Waits a moment, if so. */
static inline int is_left(struct patience patience)
{
    const struct timespec moment = {0, 1000000};
    if (seconds_now() > patience.until)
        return 0;
    nanosleep(&moment, NULL);
    return 1;
}

#endif
