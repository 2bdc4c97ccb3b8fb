/* pingpong [TIMES]: two processes pass a byte to and fro through two pipes, TIMES times: two
 * context switches a round trip on one hart. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void echo(int from, int to)
{
    char byte;
    while (read(from, &byte, 1) == 1) {
        if (write(to, &byte, 1) != 1)
            _exit(1);
    }
    _exit(0);
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    int there[2], back[2];
    if (pipe(there) || pipe(back)) {
        perror("pingpong");
        return 1;
    }
    if (fork() == 0) {
        close(there[1]);
        close(back[0]);
        echo(there[0], back[1]);
    }
    close(there[0]);
    close(back[1]);
    for (int i = 0; i < times; i++) {
        char sent = (char)i, received;
        if (write(there[1], &sent, 1) != 1 || read(back[0], &received, 1) != 1 || received != sent) {
            perror("pingpong");
            return 1;
        }
    }
    close(there[1]);
    wait(NULL);
    printf("%d\n", times);
    return 0;
}
