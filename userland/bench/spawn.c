/* spawn [TIMES [PROGRAM ARGUMENT...]]: creates a process that executes a program, and waits for it, TIMES
 * times. Without PROGRAM it executes itself, without TIMES it does nothing.
 *
 * qemu-user: no, unless PROGRAM is one of the host's, as qemu-riscv64. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 2)
        return 0;
    int times = atoi(argv[1]);
    char *itself[] = {argv[0], NULL}, **command = argc > 2 ? argv + 2 : itself;
    for (int i = 0; i < times; i++) {
        pid_t child = fork();
        if (child == 0) {
            execv(command[0], command);
            _exit(127);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "spawn: %s: not executed, or it failed\n", command[0]);
            return 1;
        }
    }
    printf("%d\n", times);
    return 0;
}
