/* What the hostile hosts share. Included first: it says which C library functions there are. */
#ifndef HOST_H
#define HOST_H

#define _GNU_SOURCE
#include <fcntl.h>

#include "../check.h"
#include "../patience.h"
#include "state.h"
#include "turns.h"

#endif
