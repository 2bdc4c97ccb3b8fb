#pragma once

/*
 * Processes as objects, in the spirit of Python's module of that name.
 *
 *     static int work(void *arg) { ... return 0; }
 *
 *     struct process *child = process_start(work, &argument);
 *     process_join(child);
 *     printf("%d\n", process_exitcode(child));
 *
 * A child runs its function and ends with what that returns as its exit status. There are two start
 * methods. START_FORK, the default, copies the parent: the child has all data as they were.
 * START_SPAWN starts the program afresh: main runs again in the child up to its process_main(),
 * which runs the function and never returns. Globals then have their initial values, so only the
 * bytes of the argument reach the child. A program that spawns calls process_main() first in main:
 * that is the guard which keeps a child from doing the parent's work over again.
 *
 * When the program ends by exit() or return from main, daemon children are terminated and reaped,
 * and other children are joined.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process;

typedef int process_function(void *arg);

enum start_method { START_FORK, START_SPAWN };

/* What process_exitcode gives for a child that has not ended. */
enum { PROCESS_RUNNING = -1000 };

/*
 * Runs in spawned children: their function, then exit. Returns at once in the first process of a
 * program. `argv` is main's.
 */
void process_main(int argc, char **argv);

/* The start method of processes made from now on; false if there is no such method. */
bool process_set_start_method(enum start_method method);

/*
 * Makes a child that is not yet started. With START_SPAWN, `arg` points to `size` bytes that are
 * copied to the child; with START_FORK the child gets `arg` itself. NULL and errno if there is no
 * memory.
 */
struct process *process_new(const char *name, process_function *function, void *arg, size_t size);

/* Before it is started: whether it is a daemon, which is terminated when this program ends. */
void process_set_daemon(struct process *process, bool daemon);

/* Starts a child once; false and errno if the kernel refuses (EAGAIN: too many processes). */
bool process_run(struct process *process);

/* process_new and process_run in one; NULL and errno if either fails. */
struct process *process_start(process_function *function, void *arg);
struct process *process_start_daemon(process_function *function, void *arg);

/* Starts a child by START_SPAWN whatever the method is; see process_new for the argument. */
struct process *process_spawn(process_function *function, void *arg, size_t size);

/* Waits for a child to end and reaps it. Joining twice is allowed. False if it was not started. */
bool process_join(struct process *process);

/* As process_join, for at most `seconds`; true if the child has ended. */
bool process_join_timeout(struct process *process, double seconds);

/* Whether the child runs: reaps it if it has ended. */
bool process_is_alive(struct process *process);

/* Sends SIGTERM or SIGKILL; false and errno if the child is gone or was not started. */
bool process_terminate(struct process *process);
bool process_kill(struct process *process);

/* The child's PID, 0 before it is started. */
pid_t process_pid(const struct process *process);

/* The exit status; the negated signal if one ended it; PROCESS_RUNNING if it has not ended. */
int process_exitcode(struct process *process);

const char *process_name(const struct process *process);
bool process_is_daemon(const struct process *process);

/* Forgets a child that has ended, and frees its memory. */
void process_close(struct process *process);

/* This process: its name ("MainProcess" in the first) and the PID of the process that made it. */
const char *current_process_name(void);
pid_t parent_process_pid(void);

/* How many started children have not ended; up to `limit` of them are put into `children`. */
size_t active_children(struct process **children, size_t limit);
