/*
 * main_guard: the two ways of making a process, and why main needs a guard.
 *
 * fork copies the parent: the child sees the value that the parent has computed. spawn starts the
 * program afresh: the child loads its data again and sees the initial value, and main runs in it
 * too, but only up to process_main(). Without that guard a spawned child would start the same
 * children again, and these theirs, without end.
 *
 * qemu-user: no (it starts programs of its host).
 */

#include <multiprocessing.h>
#include <stdio.h>

enum { INITIAL = 1, COMPUTED = 42 };

static int data = INITIAL;

static int show(void *arg) {
    (void)arg;
    printf("%s: data is %d\n", current_process_name(), data);
    return data;
}

static int run(const char *name, enum start_method method) {
    process_set_start_method(method);
    struct process *process = process_new(name, show, NULL, 0);
    if (process == NULL || !process_run(process)) {
        perror(name);
        return -1;
    }
    process_join(process);
    return process_exitcode(process);
}

int main(int argc, char **argv) {
    process_main(argc, argv); /* The guard: spawned children do not get beyond this line. */
    data = COMPUTED;
    printf("%s: data is %d\n", current_process_name(), data);
    int forked = run("forked", START_FORK);
    int spawned = run("spawned", START_SPAWN);
    return forked == COMPUTED && spawned == INITIAL ? 0 : 1;
}
