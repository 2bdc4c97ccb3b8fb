/*
 * join: waiting for a child.
 *
 * Shows that parent and child run side by side until the parent joins the child: join returns only
 * after the child has ended, and then its exit code is known.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <unistd.h>

enum { CODE = 7, MICROSECONDS = 100000 };

static int child(void *arg) {
    (void)arg;
    printf("child:  working\n");
    usleep(MICROSECONDS);
    printf("child:  done\n");
    return CODE;
}

int main(void) {
    struct process *process = process_start(child, NULL);
    if (process == NULL) {
        perror("start");
        return 1;
    }
    bool alive_before = process_is_alive(process);
    printf("parent: the child is %s\n", alive_before ? "alive" : "not alive");
    fflush(stdout);
    process_join(process);
    bool alive_after = process_is_alive(process);
    printf("parent: joined, the child is %s, exit code %d\n", alive_after ? "alive" : "not alive",
           process_exitcode(process));
    return alive_before && !alive_after && process_exitcode(process) == CODE ? 0 : 1;
}
