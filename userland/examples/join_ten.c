/*
 * join_ten: ten children, each with an argument of its own.
 *
 * Shows that the children run in any order, while joining them one after the other finds each
 * result at its place: child n returns n squared.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <unistd.h>

enum { CHILDREN = 10 };

static int square(void *arg) {
    int number = *(int *)arg;
    printf("%s: pid %d, argument %d\n", current_process_name(), getpid(), number);
    return number * number;
}

int main(void) {
    struct process *processes[CHILDREN];
    int wrong = 0;
    for (int i = 0; i < CHILDREN; i++) {
        processes[i] = process_start(square, &i);
        if (processes[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < CHILDREN; i++) {
        process_join(processes[i]);
        printf("joined %s: exit code %d\n", process_name(processes[i]),
               process_exitcode(processes[i]));
        wrong += process_exitcode(processes[i]) != i * i;
    }
    printf("all joined, %zu left\n", active_children(NULL, 0));
    return wrong == 0 && active_children(NULL, 0) == 0 ? 0 : 1;
}
