/*
 * start: a program starts a second process.
 *
 * Shows that a child is a process of its own, with its own PID, and that its parent is the process
 * that started it. The line of the child comes from another process than the others.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <unistd.h>

static int child(void *arg) {
    pid_t expected_parent = *(pid_t *)arg;
    printf("child:  pid %d, parent %d\n", getpid(), getppid());
    return getppid() == expected_parent ? 0 : 1;
}

int main(void) {
    pid_t self = getpid();
    printf("parent: pid %d\n", self);
    struct process *process = process_start(child, &self);
    if (process == NULL) {
        perror("start");
        return 1;
    }
    printf("parent: started %s with pid %d\n", process_name(process), process_pid(process));
    process_join(process);
    return process_pid(process) != self ? process_exitcode(process) : 1;
}
