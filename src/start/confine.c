#include "start/confine.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#endif

#define API_LEVEL 3 /* of libseccomp: actions log and kill_process, all threads at once */

const Name confinements[] = {
    {"off", CONFINE_OFF}, {"log", CONFINE_LOG}, {"kill", CONFINE_KILL}, {0}};

/* In the order of what they are for. Names that are not of this machine are passed over. */
/* clang-format off */
static const int calls[] = {
    /* files */
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
    SCMP_SYS(pwrite64), SCMP_SYS(preadv), SCMP_SYS(pwritev), SCMP_SYS(lseek), SCMP_SYS(open),
    SCMP_SYS(openat), SCMP_SYS(close), SCMP_SYS(stat), SCMP_SYS(fstat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(getcwd), SCMP_SYS(fcntl), SCMP_SYS(flock), SCMP_SYS(fsync), SCMP_SYS(fdatasync),
    SCMP_SYS(syncfs), SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(fadvise64),
    SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
    SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(unlink),
    SCMP_SYS(unlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(fchmod),
    SCMP_SYS(fchown), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(sendfile), SCMP_SYS(pipe),
    SCMP_SYS(pipe2), SCMP_SYS(dup),
    /* memory */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(msync),
    /* threads */
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
    SCMP_SYS(exit), SCMP_SYS(exit_group),
    /* time */
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    /* the network; socket(2) itself: below */
    SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(accept), SCMP_SYS(accept4),
    SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(setsockopt), SCMP_SYS(getsockopt),
    SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg), SCMP_SYS(recvmmsg), SCMP_SYS(shutdown), SCMP_SYS(poll), SCMP_SYS(ppoll),
    SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(eventfd2),
    /* signals */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigtimedwait), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
    /* what this is */
    SCMP_SYS(getrandom), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrlimit), SCMP_SYS(getrusage),
    SCMP_SYS(getcpu), SCMP_SYS(membarrier), SCMP_SYS(umask), SCMP_SYS(utimensat),
#ifdef SANITIZED
    /* the checks of a build for tests, which stop all threads at the end and look into them */
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(wait4), SCMP_SYS(getppid),
    SCMP_SYS(kill), SCMP_SYS(getdents),
    SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(prctl), SCMP_SYS(mmap),
    SCMP_SYS(mprotect), SCMP_SYS(ioctl), SCMP_SYS(prlimit64),
#endif
};
/* clang-format on */

/* A call whose arguments matter: the `place`th, under the mask, has that value. */
typedef struct Careful {
    int call;
    unsigned place;
    uint64_t mask, value;
} Careful;

#define ALL UINT64_MAX
#define CODE (PROT_WRITE | PROT_EXEC) /* memory is written or run, never both */

static const Careful careful[] = {
    {SCMP_SYS(socket), 0, ALL, AF_UNIX},
    {SCMP_SYS(socket), 0, ALL, AF_INET},
    {SCMP_SYS(socket), 0, ALL, AF_INET6},
    {SCMP_SYS(socket), 0, ALL, AF_NETLINK}, /* getaddrinfo asks which addresses there are */
    {SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD},
    {SCMP_SYS(mmap), 2, CODE, 0},
    {SCMP_SYS(mmap), 2, CODE, PROT_WRITE},
    {SCMP_SYS(mmap), 2, CODE, PROT_EXEC}, /* modules of the name service switch */
    {SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
    {SCMP_SYS(prctl), 0, ALL, PR_SET_NAME},
    {SCMP_SYS(prlimit64), 2, ALL, 0}, /* limits are asked for, not set */
    {SCMP_SYS(ioctl), 1, ALL, FIONREAD},
    {SCMP_SYS(ioctl), 1, ALL, FIONBIO},
    {SCMP_SYS(ioctl), 1, ALL, TCGETS}, /* is it a terminal? */
    {SCMP_SYS(ioctl), 1, ALL, SIOCOUTQ},
};

/* As in a kernel that lacks them: who asks for them does without. */
static const int missing[] = {
    SCMP_SYS(clone3), /* its flags lie where no filter looks; there is clone(2) */
    SCMP_SYS(keyctl), /* Kerberos, within libpq, looks for tickets there */
    SCMP_SYS(add_key), SCMP_SYS(request_key)};

Status confine_check(Ctx *ctx, Confinement how)
{
    if (how == CONFINE_OFF || seccomp_api_get() >= API_LEVEL) return OK;
    return fail(ctx, UNSUPPORTED, "the kernel cannot confine a process (seccomp)");
}

static bool is_listed(int call)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i] == call) return true;
    return false;
}

/* A call of another machine has a number below zero, and is passed over by libseccomp. */
static int rules_add(scmp_filter_ctx filter)
{
    int code = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls && !code; i++)
        code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    for (size_t i = 0; i < sizeof careful / sizeof *careful && !code; i++) {
        const Careful *c = &careful[i];
        if (is_listed(c->call)) continue;
        const struct scmp_arg_cmp is = SCMP_CMP(c->place, SCMP_CMP_MASKED_EQ, c->mask, c->value);
        code = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, c->call, 1, &is);
    }
    for (size_t i = 0; i < sizeof missing / sizeof *missing && !code; i++)
        if (!is_listed(missing[i]))
            code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), missing[i], 0);
    return code;
}

Status confine(Ctx *ctx, Confinement how)
{
    if (how == CONFINE_OFF) return OK;
    scmp_filter_ctx filter =
        seccomp_init(how == CONFINE_LOG ? SCMP_ACT_LOG : SCMP_ACT_KILL_PROCESS);
    if (!filter) return no_memory(ctx);
    int code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    if (!code) code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (!code) code = rules_add(filter);
    if (!code) code = seccomp_load(filter);
    seccomp_release(filter);
    if (!code) return OK;
    return fail(ctx, UNAVAILABLE, "the process cannot be confined (--seccomp): %s",
                strerror(-code));
}
