#include "start/confine.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* How a child ends that does something once it is confined: its exit code, or the signal's number
 * below zero. */
static int ended(T *t, Confinement how, void (*act)(void))
{
    int status = 0;
    pid_t child = fork();
    check(t, child >= 0);
    if (child == 0) {
        if (confine(t->ctx, how)) _exit(3);
        act();
        _exit(0);
    }
    check_int(t, waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static bool cannot(T *t)
{
    if (confine_check(t->ctx, CONFINE_KILL) == OK) return false;
    print_message("this kernel cannot confine a process\n");
    return true;
}

static void use_files(void)
{
    char byte;
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], "x", 1) != 1 || read(ends[0], &byte, 1) != 1) _exit(1);
    if (socket(AF_INET6, SOCK_STREAM, 0) < 0) _exit(1);
}

static void start_program(void)
{
    static char *const words[] = {"true", NULL};
    execv("/bin/true", words);
}

static void fork_itself(void)
{
    if (syscall(SYS_fork) == 0) _exit(0);
}

static void listen_to_all(void)
{
    if (socket(AF_PACKET, SOCK_RAW, 0) < 0) _exit(0);
}

TEST(what_a_server_does_is_done_when_it_is_confined)
{
    if (cannot(t)) return;
    check_int(t, ended(t, CONFINE_KILL, use_files), 0);
}

TEST(what_no_server_does_ends_it_when_it_is_confined)
{
    if (cannot(t)) return;
    check_int(t, ended(t, CONFINE_KILL, start_program), -SIGSYS);
    check_int(t, ended(t, CONFINE_KILL, fork_itself), -SIGSYS);
    check_int(t, ended(t, CONFINE_KILL, listen_to_all), -SIGSYS);
    check_int(t, ended(t, CONFINE_OFF, start_program), 0);
}

TEST(what_is_only_noted_is_done)
{
    if (cannot(t)) return;
    check_int(t, ended(t, CONFINE_LOG, start_program), 0);
}
