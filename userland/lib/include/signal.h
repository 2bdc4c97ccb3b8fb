#pragma once

/* Signals: Linux's numbers and structures for riscv64 (signal(7)). */

#include <sys/types.h>

#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGBUS 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGSTKFLT 16
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTOP 19
#define SIGTSTP 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGURG 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGIO 29
#define SIGPWR 30
#define SIGSYS 31
#define SIGRTMIN 34
#define SIGRTMAX 64
#define NSIG 65

#define SA_NOCLDSTOP 1
#define SA_NOCLDWAIT 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000

#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define SI_USER 0
#define SI_QUEUE (-1)
#define SI_TIMER (-2)
#define SI_MESGQ (-3)
#define SI_TKILL (-6)
#define SEGV_MAPERR 1
#define SEGV_ACCERR 2
#define ILL_ILLOPC 1
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

#define SS_ONSTACK 1
#define SS_DISABLE 2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192

typedef unsigned long sigset_t;
typedef int sig_atomic_t;

union sigval {
    int sival_int;
    void *sival_ptr;
};

/* How a timer or a message queue tells a process that something happened. */
#define SIGEV_SIGNAL 0
#define SIGEV_NONE 1
#define SIGEV_THREAD 2

struct sigevent {
    union sigval sigev_value;
    int sigev_signo;
    int sigev_notify;
    int __details[12];
};

typedef struct {
    int si_signo;
    int si_errno;
    int si_code;
    union {
        char __size[112];
        struct {
            pid_t si_pid;
            uid_t si_uid;
            union {
                int si_status;
                union sigval si_value;
            } __second;
        } __process;
        void *si_addr;
    } __fields __attribute__((aligned(8)));
} siginfo_t;

#define si_pid __fields.__process.si_pid
#define si_uid __fields.__process.si_uid
#define si_status __fields.__process.__second.si_status
#define si_value __fields.__process.__second.si_value
#define si_int si_value.sival_int
#define si_ptr si_value.sival_ptr
#define si_addr __fields.si_addr

typedef struct {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
} stack_t;

#define REG_PC 0
#define REG_RA 1
#define REG_SP 2
#define REG_A0 10

typedef struct {
    unsigned long __gregs[32];
    struct {
        unsigned long f[32];
        unsigned int fcsr;
        char __rest[268];
    } __fpregs __attribute__((aligned(16)));
} mcontext_t;

typedef struct ucontext {
    unsigned long uc_flags;
    struct ucontext *uc_link;
    stack_t uc_stack;
    sigset_t uc_sigmask;
    char __reserved[120];
    mcontext_t uc_mcontext;
} ucontext_t;

typedef void (*sighandler_t)(int);

#define SIG_DFL ((sighandler_t)0)
#define SIG_IGN ((sighandler_t)1)
#define SIG_ERR ((sighandler_t)-1)
#define SIG_HOLD ((sighandler_t)2)

/*
 * The kernel's own layout; riscv64 has no restorer: the kernel provides the way back. The last word
 * stays free because qemu-user 7 believes in a restorer, and so writes one word more.
 */
struct sigaction {
    union {
        sighandler_t sa_handler;
        void (*sa_sigaction)(int, siginfo_t *, void *);
    } __handler;
    unsigned long sa_flags;
    sigset_t sa_mask;
    unsigned long __free;
};

#define sa_handler __handler.sa_handler
#define sa_sigaction __handler.sa_sigaction

sighandler_t signal(int number, sighandler_t handler);
int sigaction(int number, const struct sigaction *action, struct sigaction *old);
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int sigpending(sigset_t *set);
int sigsuspend(const sigset_t *mask);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);

/* Gives the signal that came in `number`, and the error as its result. */
int sigwait(const sigset_t *set, int *number);
int sigaltstack(const stack_t *stack, stack_t *old);
int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigaddset(sigset_t *set, int number);
int sigdelset(sigset_t *set, int number);
int sigismember(const sigset_t *set, int number);
int kill(pid_t pid, int number);
int killpg(pid_t group, int number);
int raise(int number);
int sigqueue(pid_t pid, int number, union sigval value);

/* System V's calls about one signal. */
sighandler_t sigset(int number, sighandler_t handler);
int sighold(int number);
int sigrelse(int number);
int sigignore(int number);
int sigpause(int number);
int siginterrupt(int number, int fails);

/* The name of a signal without SIG ("TERM"), or NULL if there is no such signal. */
const char *sigabbrev_np(int number);
