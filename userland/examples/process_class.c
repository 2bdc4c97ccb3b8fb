/*
 * process_class: a process as an object with data and a run function.
 *
 * In an object-oriented language one would derive a class from Process and override run(). In C the
 * class is a struct whose first member is the function that runs in the child. Shows that the
 * object's data reach the child, and that what the child changes in them stays in the child:
 * processes share no memory.
 */

#include <multiprocessing.h>
#include <stdio.h>

struct worker {
    int (*run)(struct worker *self);
    struct process *process;
    const char *task;
    int rounds;
};

static int worker_main(void *arg) {
    struct worker *worker = arg;
    return worker->run(worker);
}

static int count_down(struct worker *self) {
    int done = 0;
    for (; self->rounds > 0; self->rounds--) {
        printf("%s: %s, %d to go\n", current_process_name(), self->task, self->rounds);
        done++;
    }
    return done;
}

static bool worker_start(struct worker *worker, const char *name) {
    worker->process = process_new(name, worker_main, worker, 0);
    return worker->process != NULL && process_run(worker->process);
}

int main(void) {
    struct worker workers[] = {{count_down, NULL, "peeling", 2}, {count_down, NULL, "cutting", 3}};
    if (!worker_start(&workers[0], "first") || !worker_start(&workers[1], "second")) {
        perror("start");
        return 1;
    }
    int failures = 0;
    for (int i = 0; i < 2; i++) {
        process_join(workers[i].process);
        printf("%s: exit code %d, rounds in the parent still %d\n",
               process_name(workers[i].process), process_exitcode(workers[i].process),
               workers[i].rounds);
        failures += process_exitcode(workers[i].process) != workers[i].rounds;
    }
    return failures;
}
