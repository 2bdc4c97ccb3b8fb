/* pipe [TIMES]: TIMES times 16 KiB go through a pipe from one process to another, which adds them up. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 1 << 14 };

static unsigned char data[CHUNK];

static int send_all(int to, int times)
{
    for (int i = 0; i < times; i++) {
        memset(data, i, sizeof data);
        for (ssize_t sent = 0, more; sent < CHUNK; sent += more) {
            more = write(to, data + sent, (size_t)(CHUNK - sent));
            if (more < 0)
                return 1;
        }
    }
    return 0;
}

/* The sum of the first bytes of all chunks, or -1 if some bytes are missing. */
static long receive_all(int from, int times)
{
    long total = 0, sum = 0;
    for (ssize_t got; (got = read(from, data, CHUNK)) > 0; total += got) {
        long next = (total + CHUNK - 1) / CHUNK * CHUNK;
        if (next < total + got)
            sum += data[next - total];
    }
    return total == (long)times * CHUNK ? sum : -1;
}

static long expected(int times)
{
    long sum = 0;
    for (int i = 0; i < times; i++)
        sum += i & 0xff;
    return sum;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1, status, ends[2];
    if (pipe(ends)) {
        perror("pipe");
        return 1;
    }
    if (fork() == 0) {
        close(ends[0]);
        _exit(send_all(ends[1], times));
    }
    close(ends[1]);
    long sum = receive_all(ends[0], times);
    wait(&status);
    if (sum != expected(times) || status != 0) {
        fprintf(stderr, "pipe: received %ld, not %ld\n", sum, expected(times));
        return 1;
    }
    printf("%d\n", times);
    return 0;
}
