/* fork [TIMES]: creates a process that exits at once and waits for it, TIMES times. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < times; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(i & 0x7f);
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || WEXITSTATUS(status) != (i & 0x7f)) {
            perror("fork");
            return 1;
        }
    }
    printf("%d\n", times);
    return 0;
}
