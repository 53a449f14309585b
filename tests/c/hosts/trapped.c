/* A host in a sandbox that answers a system call from a handler of SIGSYS, in every thread: here as if the kernel had
 * no pidfd_open. */
#include "host.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

static void answer(int signal, siginfo_t *info, void *context)
{
    ucontext_t *here = context;
    (void)signal, (void)info;
#if defined __x86_64__
    here->uc_mcontext.gregs[REG_RAX] = -ENOSYS;
#elif defined __aarch64__
    here->uc_mcontext.regs[0] = (unsigned long long)-ENOSYS;
#else
#error "where does this machine keep the answer of a system call?"
#endif
}

int main(void)
{
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof instructions / sizeof *instructions, instructions};
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO};
    CHECK(sigaction(SIGSYS, &action, NULL) == 0);
    CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
    CHECK(syscall(SYS_pidfd_open, getpid(), 0) == -1 && errno == ENOSYS);
    every_turn();
    return 0;
}
