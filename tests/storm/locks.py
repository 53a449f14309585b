"""Tells ThreadSanitizer what it does not see by itself.

The standard library comes without instrumentation. What of it is generic or inlined is compiled with the crate that uses
it, instrumented: the uncontended lock and unlock among it. Four things are not seen, and would be reported as races:

- a lock that is contended is taken inside the standard library;
- so is the lock that a condition variable has given back;
- `Arc` orders its last drop after the others by a fence, which ThreadSanitizer does not follow;
- what is registered at an epoll descriptor is there for who waits at a duplicate of it, made by `fcntl`, which
  ThreadSanitizer does not follow either (it does follow `dup`).

Nothing is suppressed. Instead the linker puts a wrapper around each of these functions, which says what the function has
done: no more order than there is, so a race in the library is still a race.
"""

import hashlib
import re
import subprocess
from pathlib import Path

# How a function's mangled name ends, and the wrapper's C: NAME is its name.
WRAPPERS = [
    (r"5mutex5futex\w*5Mutex14lock_contended", "void *m", "void", "m", "", "__tsan_acquire(m);"),
    (r"6rwlock5futex\w*6RwLock1[45](?:read|write)_contended", "void *m", "void", "m", "", "__tsan_acquire(m);"),
    (
        r"7condvar5futex\w*7Condvar4wait", "void *c, void *m", "void", "c, m",
        "__tsan_release(m);", "__tsan_acquire(m);",
    ),
    (
        r"7condvar5futex\w*7Condvar12wait_timeout", "void *c, void *m, uint64_t seconds, uint32_t nanoseconds", "bool",
        "c, m, seconds, nanoseconds", "__tsan_release(m);", "__tsan_acquire(m);",
    ),
]

SOURCE = """\
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

void __tsan_acquire(void *);
void __tsan_release(void *);

/* The last drop of an Arc: a release, and then a fence if it was the last. The two together are this. */
enum { RELEASE = 3, ACQUIRE_RELEASE = 4 };
int64_t __real___tsan_atomic64_fetch_sub(volatile int64_t *, int64_t, int);
int64_t __wrap___tsan_atomic64_fetch_sub(volatile int64_t *place, int64_t value, int order)
{
    return __real___tsan_atomic64_fetch_sub(place, value, order == RELEASE ? ACQUIRE_RELEASE : order);
}

int __real_fcntl(int, int, ...);
int __wrap_fcntl(int descriptor, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (command == F_DUPFD_CLOEXEC) {
        int duplicate = dup(descriptor);
        if (duplicate >= (int)(intptr_t)argument) {
            __real_fcntl(duplicate, F_SETFD, FD_CLOEXEC);
            return duplicate;
        }
        close(duplicate);
    }
    return __real_fcntl(descriptor, command, argument);
}
"""


def link_arguments(folder: Path, target: str) -> list:
    """Compiles the wrappers into the folder; the flags of rustc that put them in place."""
    source, names = SOURCE, ["__tsan_atomic64_fetch_sub", "fcntl"]
    symbols = standard_library_symbols(target)
    for pattern, parameters, answer, arguments, before, after in WRAPPERS:
        found = [symbol for symbol in sorted(symbols) if re.search(pattern + r"(?:17h[0-9a-f]{16}E)?$", symbol)]
        if not found:
            raise SystemExit(f"sanitizers: the standard library has no function {pattern}; has it other locks now?")
        for name in found:
            keep, give = ("bool answer = ", "return answer;") if answer == "bool" else ("", "")
            source += (
                f"\n{answer} __real_{name}({parameters});\n{answer} __wrap_{name}({parameters})\n"
                f"{{\n    {before}\n    {keep}__real_{name}({arguments});\n    {after}\n    {give}\n}}\n"
            )
            names.append(name)
    folder.mkdir(parents=True, exist_ok=True)
    # Named by what is in it, so that cargo notices a change, and only a change.
    file = folder / f"locks-{hashlib.sha256(source.encode()).hexdigest()[:16]}.c"
    file.write_text(source)
    subprocess.run(["cc", "-std=c11", "-O1", "-fPIC", "-c", file, "-o", file.with_suffix(".o")], check=True)
    return [f"-Clink-arg={file.with_suffix('.o')}"] + [f"-Clink-arg=-Wl,--wrap={name}" for name in names]


def standard_library_symbols(target: str) -> set:
    root = subprocess.run(["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True).stdout.strip()
    libraries = list(Path(root, "lib", "rustlib", target, "lib").glob("libstd-*.rlib"))
    listing = subprocess.run(["readelf", "-sW", *libraries], check=True, capture_output=True, text=True).stdout
    lines = (line.split() for line in listing.splitlines())
    return {words[7] for words in lines if len(words) == 8 and words[3] == "FUNC" and words[4] == "GLOBAL"}
