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

/*
 * What processes share. Everything below lives in memory that a process shares with the children
 * which it forks after making it; a child that is started by START_SPAWN does not see it. Each
 * NAME_new gives NULL and errno if there is no memory; NAME_free takes it away
 * from this process only, the others keep it.
 *
 * Calls that wait have three forms: NAME waits as long as it takes; NAME_timeout for at most so
 * many seconds, and then fails with ETIMEDOUT; try_NAME not at all, and fails with EAGAIN. A signal
 * handler does not end a wait.
 *
 * Any of those who share an object can be killed at any point, and the others go on: what it held
 * goes to the next, what it was just doing has happened or has not, and whom it was to wake wakes.
 * What they must know themselves is said below of each object.
 */

/* Zeroed memory. */
void *shared_new(size_t size);
void shared_free(void *memory, size_t size);

/*
 * A lock is held by at most one task. Acquiring it a second time fails with EDEADLK, and releasing
 * one that somebody else or nobody holds with EPERM.
 */
struct lock;
struct lock *lock_new(void);
bool lock_acquire(struct lock *lock);
bool lock_acquire_timeout(struct lock *lock, double seconds);
bool lock_try_acquire(struct lock *lock);
bool lock_release(struct lock *lock);

/*
 * When a holder is killed or ends, the next one gets the lock, and finds it doubtful: what it
 * protects may be half changed. It stays so for all who come until a holder has repaired that and
 * settles the lock (EPERM for others).
 */
bool lock_is_doubtful(const struct lock *lock);
bool lock_settle(struct lock *lock);
void lock_free(struct lock *lock);

/* A lock that its holder may acquire again, and must release as often. */
struct rlock;
struct rlock *rlock_new(void);
bool rlock_acquire(struct rlock *lock);
bool rlock_acquire_timeout(struct rlock *lock, double seconds);
bool rlock_try_acquire(struct rlock *lock);
bool rlock_release(struct rlock *lock);
bool rlock_is_doubtful(const struct rlock *lock);
bool rlock_settle(struct rlock *lock);
void rlock_free(struct rlock *lock);

/*
 * A counter that never falls below 0: acquiring takes 1 and waits for it, releasing adds 1.
 * Releasing a bounded one that has its first value again fails with EOVERFLOW, and so does one
 * that has SEMAPHORE_MAX. A first value below 0 or above that is EINVAL. Nobody holds what was
 * acquired: if the one is killed who was to release it, somebody else has to.
 */
enum { SEMAPHORE_MAX = 0x3fffffff };
struct semaphore;
struct semaphore *semaphore_new(int value);
struct semaphore *bounded_semaphore_new(int value);
bool semaphore_acquire(struct semaphore *semaphore);
bool semaphore_acquire_timeout(struct semaphore *semaphore, double seconds);
bool semaphore_try_acquire(struct semaphore *semaphore);
bool semaphore_release(struct semaphore *semaphore);
int semaphore_value(const struct semaphore *semaphore);
void semaphore_free(struct semaphore *semaphore);

/*
 * A flag to wait for. Who waits when it is set goes on, even if it is cleared at once: waiting ends
 * by the setting, not by the state.
 */
struct event;
struct event *event_new(void);
void event_set(struct event *event);
void event_clear(struct event *event);
bool event_is_set(const struct event *event);
bool event_wait(struct event *event);
bool event_wait_timeout(struct event *event, double seconds);
void event_free(struct event *event);

/*
 * A condition belongs to a lock, which all its calls need held (EPERM). Waiting gives the lock up
 * and has it again when it returns, whatever it returns. It may also return when nobody notified,
 * and between the notification and the return others may have had the lock: wait in a loop, or with
 * wait_for, which is that loop. So all do when somebody is killed while it holds the lock or waits:
 * the lock may be doubtful then.
 */
struct condition;
typedef bool condition_predicate(void *arg);
struct condition *condition_new(struct lock *lock);
bool condition_wait(struct condition *condition);
bool condition_wait_timeout(struct condition *condition, double seconds);
bool condition_wait_for(struct condition *condition, condition_predicate *predicate, void *arg);
bool condition_wait_for_timeout(struct condition *condition, condition_predicate *predicate,
                                void *arg, double seconds);
bool condition_notify(struct condition *condition, int count);
bool condition_notify_all(struct condition *condition);
void condition_free(struct condition *condition);

/*
 * Processes wait until so many have come, then all go on, and it can be used again. Waiting gives
 * each another number from 0 up, or -1: ETIMEDOUT for the one whose time was over, which breaks the
 * barrier; ECANCELED for the others of a barrier that was broken, aborted or reset. A broken one
 * stays so until it is reset. Who is killed in a barrier breaks it; who is killed before it comes
 * is waited for: a time limit tells.
 */
struct barrier;
struct barrier *barrier_new(int parties);
int barrier_wait(struct barrier *barrier);
int barrier_wait_timeout(struct barrier *barrier, double seconds);
void barrier_abort(struct barrier *barrier);
void barrier_reset(struct barrier *barrier);
bool barrier_is_broken(struct barrier *barrier);
void barrier_free(struct barrier *barrier);

/*
 * A shared number, and a shared array of `length` zeroed elements of `size` bytes, each with a lock
 * for what is more than one access. value_add is one step without it, and gives the sum. array_at
 * gives NULL and ERANGE beyond the end.
 */
struct value;
struct value *value_new(long number);
long value_get(const struct value *value);
void value_set(struct value *value, long number);
long value_add(struct value *value, long number);
struct rlock *value_lock(struct value *value);
void value_free(struct value *value);

struct array;
struct array *array_new(size_t length, size_t size);
void *array_at(struct array *array, size_t index);
size_t array_length(const struct array *array);
struct rlock *array_lock(struct array *array);
void array_free(struct array *array);

/*
 * What is sent through connections and queues is a message: 4 bytes of length, 4 bytes of tag, both
 * in the machine's order, and as many bytes of payload as the length says. The tag tells the
 * receiver what the payload is; the calls without a tag send and take MESSAGE_BYTES. Receiving into
 * too little room fails with EMSGSIZE and leaves the message where it is.
 */
enum message_tag {
    MESSAGE_BYTES,  /* any bytes */
    MESSAGE_NONE,   /* no payload: by convention the last message */
    MESSAGE_TEXT,   /* characters without a NUL */
    MESSAGE_LONG,   /* a long */
    MESSAGE_DOUBLE, /* a double */
    MESSAGE_USER = 256, /* from here on, the program's own */
};

enum { MESSAGE_HEADER = 8 };

/*
 * Connected ends: what is sent at one is received at the other. With `duplex` both do both, by two
 * pipes; else ends[0] only receives and ends[1] only sends (the other fails with EBADF). An end
 * has one sender and one receiver at a time: those who share one need a lock.
 *
 * Receiving gives the payload's size, or -1: EPIPE when the other end is closed in all processes
 * and everything was received, EIO when that happened within a message; sending then fails with
 * EPIPE too, without a signal. So each process closes the ends it does not use.
 */
struct connection;
bool pipe_new(bool duplex, struct connection *ends[2]);
bool connection_send(struct connection *connection, const void *data, size_t size);
bool connection_send_tagged(struct connection *connection, unsigned tag, const void *data,
                            size_t size);
ssize_t connection_receive(struct connection *connection, void *data, size_t room);
ssize_t connection_receive_tagged(struct connection *connection, unsigned *tag, void *data,
                                  size_t room);

/* Whether there is something to receive, or the end, within so many seconds. */
bool connection_poll(struct connection *connection, double seconds);
void connection_close(struct connection *connection);

/*
 * A first-in first-out queue of messages for any number of processes. It is full when `bound`
 * messages are in it (0: no bound) or 64 KiB, and putting waits. A message has at most
 * QUEUE_MESSAGE_MAX bytes (EMSGSIZE). Putting and getting is one step that happens or does not.
 * try_put on a full queue and try_get on an empty one fail with EAGAIN; nothing is lost or half
 * done, except with the process that has got it.
 */
struct queue;
enum { QUEUE_MESSAGE_MAX = 4096 - MESSAGE_HEADER };
struct queue *queue_new(int bound);
bool queue_put(struct queue *queue, const void *data, size_t size);
bool queue_put_timeout(struct queue *queue, const void *data, size_t size, double seconds);
bool queue_try_put(struct queue *queue, const void *data, size_t size);
bool queue_put_tagged(struct queue *queue, unsigned tag, const void *data, size_t size);
ssize_t queue_get(struct queue *queue, void *data, size_t room);
ssize_t queue_get_timeout(struct queue *queue, void *data, size_t room, double seconds);
ssize_t queue_try_get(struct queue *queue, void *data, size_t room);
ssize_t queue_get_tagged(struct queue *queue, unsigned *tag, void *data, size_t room);

/* How many messages are in it now, and whether a try would fail: others may change it at once. */
int queue_size(const struct queue *queue);
bool queue_empty(const struct queue *queue);
bool queue_full(const struct queue *queue);
void queue_free(struct queue *queue);

/*
 * A queue that knows when its work is done: who has got a message and dealt with it says
 * queue_task_done, and queue_join waits until that was said for every message that was put.
 * task_done fails with EINVAL if it is said more often than messages were got, or of another
 * queue. If who has got a message is killed, somebody else has to say it in its place.
 */
struct queue *joinable_queue_new(int bound);
bool queue_task_done(struct queue *queue);
bool queue_join(struct queue *queue);
bool queue_join_timeout(struct queue *queue, double seconds);

/*
 * Workers that wait for work. A function gets the input's bytes and writes the result's; it is
 * called in a worker, where changes of other data stay. Input and result have at most
 * POOL_BYTES_MAX bytes (EMSGSIZE).
 *
 * pool_map gives work to all and puts the results in the order of the inputs; it fails with EBUSY
 * while submitted work is under way. pool_submit does not wait for the work; pool_next gives any of
 * the results, first done, first given: its number is the one that was given with the work. EINVAL:
 * nothing was submitted. EMSGSIZE: too little room, and the result is kept. Work whose worker ended
 * is lost: ECHILD, when no result has come for a while.
 */
struct pool;
typedef void pool_function(const void *input, void *result);
enum { POOL_BYTES_MAX = 4000 };
struct pool *pool_new(int workers);
bool pool_map(struct pool *pool, pool_function *function, const void *inputs, size_t input_size,
              void *results, size_t result_size, size_t count);
bool pool_submit(struct pool *pool, pool_function *function, long number, const void *input,
                 size_t input_size, size_t result_size);
bool pool_next(struct pool *pool, long *number, void *result, size_t room);

/* Ends the workers when they have done what was submitted, and forgets results. */
void pool_close(struct pool *pool);
