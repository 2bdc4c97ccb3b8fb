/* message [TIMES]: a message goes to another process and another comes back, through two POSIX
 * message queues, TIMES times. */
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 16 };

static mqd_t open_queue(const char *name)
{
    struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = SIZE};
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    mq_unlink(name);
    return queue;
}

static int pass_on(mqd_t from, mqd_t to, int times)
{
    char message[SIZE];
    for (int i = 0; i < times; i++) {
        if (mq_receive(from, message, SIZE, NULL) != SIZE || mq_send(to, message, SIZE, 0) != 0)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1, status;
    mqd_t there = open_queue("/there"), back = open_queue("/back");
    char message[SIZE] = "";
    if (there < 0 || back < 0) {
        perror("message");
        return 1;
    }
    if (fork() == 0)
        _exit(pass_on(there, back, times));
    for (int i = 0; i < times; i++) {
        message[0] = (char)i;
        if (mq_send(there, message, SIZE, 0) != 0 || mq_receive(back, message, SIZE, NULL) != SIZE ||
            message[0] != (char)i) {
            perror("message");
            return 1;
        }
    }
    wait(&status);
    printf("%d\n", times);
    return status != 0;
}
