/*
 * Processes as objects: see multiprocessing.h.
 *
 * How a spawned child finds its work: the parent starts /proc/self/exe with the program's own
 * arguments and a variable in the environment, which holds the function's distance from
 * process_main (the same in every process of a program, wherever it is loaded), the child's name,
 * and the descriptor of a pipe from which the argument's bytes are read.
 */

#include <multiprocessing.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NAME = 32, POLL_MILLISECONDS = 1 };

static const char SPAWNED[] = "SPOOL_SPAWNED";

struct process {
    struct process *next; /* in the list of this process's children, newest first */
    enum start_method method;
    process_function *function;
    void *arg;
    size_t size;
    pid_t pid;
    bool daemon;
    bool ended;
    int status; /* as wait gives it, once ended */
    char name[NAME];
};

static struct process *children;
static enum start_method start_method = START_FORK;
static int made; /* how many children were made, for their names */
static char own_name[NAME] = "MainProcess";
static char **own_arguments;

bool process_set_start_method(enum start_method method) {
    if (method != START_FORK && method != START_SPAWN) {
        errno = EINVAL;
        return false;
    }
    start_method = method;
    return true;
}

/* A forked child has no children of its own yet: those in the list are its siblings. */
static void forget_children(void) {
    while (children != NULL) {
        struct process *sibling = children;
        children = sibling->next;
        free(sibling);
    }
    made = 0;
}

static void end_children(void) {
    for (struct process *child = children; child != NULL; child = child->next) {
        if (child->daemon) {
            process_terminate(child);
        }
    }
    while (children != NULL) {
        process_join(children);
        process_close(children);
    }
}

/* The first child registers what is to happen to all of them at exit. */
struct process *process_new(const char *name, process_function *function, void *arg,
                            size_t size) {
    static bool registered;
    struct process *process = calloc(1, sizeof *process);
    if (process == NULL) {
        return NULL;
    }
    if (!registered) {
        registered = true;
        atexit(end_children);
    }
    process->method = start_method;
    process->function = function;
    process->arg = arg;
    process->size = size;
    made++;
    if (name != NULL) {
        snprintf(process->name, NAME, "%s", name);
    } else {
        snprintf(process->name, NAME, "Process-%d", made);
    }
    return process;
}

void process_set_daemon(struct process *process, bool daemon) { process->daemon = daemon; }

_Noreturn static void run_forked(struct process *process) {
    process_function *function = process->function;
    void *arg = process->arg;
    memcpy(own_name, process->name, NAME);
    forget_children();
    exit(function(arg));
}

/* In the child: becomes the program anew, telling it by the environment what to run. */
_Noreturn static void run_spawned(const struct process *process, int input) {
    char work[128];
    long distance = (char *)process->function - (char *)process_main;
    char *alone[] = {"/proc/self/exe", NULL};
    snprintf(work, sizeof work, "%ld %d %zu %s", distance, input, process->size, process->name);
    setenv(SPAWNED, work, 1);
    execv("/proc/self/exe", own_arguments != NULL ? own_arguments : alone);
    if (own_arguments != NULL) { /* No /proc: find the program as it was found before. */
        execvp(own_arguments[0], own_arguments);
    }
    perror("spawn");
    _exit(127);
}

/* Forks a child that will find its argument in a pipe. */
static pid_t spawn(const struct process *process) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        fcntl(ends[0], F_SETFD, 0);
        run_spawned(process, ends[0]);
    }
    close(ends[0]);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before); /* The child may end without reading. */
    for (size_t done = 0; pid > 0 && done < process->size;) {
        ssize_t written = write(ends[1], (char *)process->arg + done, process->size - done);
        if (written <= 0) {
            break;
        }
        done += (size_t)written;
    }
    sigaction(SIGPIPE, &before, NULL);
    close(ends[1]);
    return pid;
}

/* What is buffered must not be written by both processes. */
bool process_run(struct process *process) {
    if (process->pid != 0) {
        errno = EINVAL;
        return false;
    }
    fflush(NULL);
    pid_t pid = process->method == START_SPAWN ? spawn(process) : fork();
    if (pid < 0) {
        return false;
    }
    if (pid == 0) {
        run_forked(process);
    }
    process->pid = pid;
    process->next = children;
    children = process;
    return true;
}

static struct process *run_new(struct process *process) {
    if (process != NULL && !process_run(process)) {
        free(process);
        return NULL;
    }
    return process;
}

struct process *process_start(process_function *function, void *arg) {
    return run_new(process_new(NULL, function, arg, 0));
}

struct process *process_start_daemon(process_function *function, void *arg) {
    struct process *process = process_new(NULL, function, arg, 0);
    if (process != NULL) {
        process_set_daemon(process, true);
    }
    return run_new(process);
}

struct process *process_spawn(process_function *function, void *arg, size_t size) {
    struct process *process = process_new(NULL, function, arg, size);
    if (process != NULL) {
        process->method = START_SPAWN;
    }
    return run_new(process);
}

void process_main(int argc, char **argv) {
    (void)argc;
    own_arguments = argv;
    const char *work = getenv(SPAWNED);
    long distance;
    int input;
    size_t size;
    if (work == NULL || sscanf(work, "%ld %d %zu %31s", &distance, &input, &size, own_name) != 4) {
        return;
    }
    unsetenv(SPAWNED);
    char *arg = size > 0 ? malloc(size) : NULL;
    for (size_t done = 0; done < size;) {
        ssize_t got = read(input, arg + done, size - done);
        if (got <= 0) {
            exit(127);
        }
        done += (size_t)got;
    }
    close(input);
    exit(((process_function *)((char *)process_main + distance))(arg));
}

/* Reaps the child if it has ended. ECHILD: someone else did, and its status is lost. */
static bool reap(struct process *process, int options) {
    pid_t got = 0;
    while (!process->ended &&
           (got = waitpid(process->pid, &process->status, options)) < 0 && errno == EINTR) {
    }
    process->ended |= got > 0 || (got < 0 && errno == ECHILD);
    return process->ended;
}

bool process_join(struct process *process) { return process->pid != 0 && reap(process, 0); }

/*
 * Looks again and again: there is no way to wait for a child for a limited time without a signal
 * that the program might use itself.
 */
bool process_join_timeout(struct process *process, double seconds) {
    struct timespec now, step = {0, POLL_MILLISECONDS * 1000000L};
    if (process->pid == 0) {
        return false;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    double end = (double)now.tv_sec + (double)now.tv_nsec / 1e9 + seconds;
    while (!reap(process, WNOHANG) && (double)now.tv_sec + (double)now.tv_nsec / 1e9 < end) {
        nanosleep(&step, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
    }
    return process->ended;
}

bool process_is_alive(struct process *process) {
    return process->pid != 0 && !reap(process, WNOHANG);
}

static bool signal_child(const struct process *process, int number) {
    if (process->pid == 0 || process->ended) {
        errno = ESRCH;
        return false;
    }
    return kill(process->pid, number) == 0;
}

bool process_terminate(struct process *process) { return signal_child(process, SIGTERM); }
bool process_kill(struct process *process) { return signal_child(process, SIGKILL); }
pid_t process_pid(const struct process *process) { return process->pid; }
const char *process_name(const struct process *process) { return process->name; }
bool process_is_daemon(const struct process *process) { return process->daemon; }

int process_exitcode(struct process *process) {
    if (process->pid == 0 || !reap(process, WNOHANG)) {
        return PROCESS_RUNNING;
    }
    return WIFSIGNALED(process->status) ? -WTERMSIG(process->status)
                                        : WEXITSTATUS(process->status);
}

void process_close(struct process *process) {
    for (struct process **link = &children; *link != NULL; link = &(*link)->next) {
        if (*link == process) {
            *link = process->next;
            break;
        }
    }
    free(process);
}

const char *current_process_name(void) { return own_name; }
pid_t parent_process_pid(void) { return getppid(); }

/* Counts all, and hands out as many as there is room for. */
size_t active_children(struct process **active, size_t limit) {
    size_t count = 0;
    for (struct process *child = children; child != NULL; child = child->next) {
        if (process_is_alive(child)) {
            if (count < limit) {
                active[count] = child;
            }
            count++;
        }
    }
    return count;
}
