/*
 * Being told of the arrival of a message in an empty queue.
 *
 * qemu-user: no; it does not have mq_notify, and changes the flags of mq_open.
 */

#include "check.h"

#include <fcntl.h>
#include <mqueue.h>

enum { LENGTH = 32 };

static char name[32];

static struct timespec past = {1, 0};

static volatile int told;
static volatile int told_code, told_value;
static volatile pid_t told_pid;

static void on_message(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    told++;
    told_code = info->si_code;
    told_value = info->si_value.sival_int;
    told_pid = info->si_pid;
}

static void notification(void) {
    char message[LENGTH];
    struct sigaction action = {.sa_flags = SA_SIGINFO};
    action.sa_sigaction = on_message;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    event.sigev_value.sival_int = 77;
    struct mq_attr attributes = {.mq_maxmsg = 3, .mq_msgsize = LENGTH};
    mqd_t queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &attributes);
    FAILS(mq_open(name, O_RDWR | O_WRONLY), EINVAL);
    event.sigev_signo = 100;
    FAILS(mq_notify(queue, &event), EINVAL);
    event.sigev_signo = SIGUSR1;
    FAILS(mq_notify(1000, &event), EBADF);
    CHECK(mq_notify(queue, &event) == 0);
    FAILS(mq_notify(queue, &event), EBUSY);
    pid_t child = split();
    if (child == 0) {
        FAILS(mq_notify(queue, &event), EBUSY);
        CHECK(mq_notify(queue, NULL) == 0);
        CHECK(mq_send(queue, "x", 1, 0) == 0 && mq_send(queue, "y", 1, 0) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    CHECK(told == 1 && told_code == SI_MESGQ && told_value == 77 && told_pid == child);
    /* Used up; a new one waits for the queue to be empty first. */
    CHECK(mq_notify(queue, &event) == 0);
    CHECK(mq_send(queue, "z", 1, 0) == 0 && told == 1);
    while (mq_timedreceive(queue, message, LENGTH, NULL, &past) >= 0) {
    }
    CHECK(mq_send(queue, "x", 1, 0) == 0 && told == 2);
    CHECK(mq_receive(queue, message, LENGTH, NULL) == 1);
    /* None where somebody waits to receive. */
    CHECK(mq_notify(queue, &event) == 0);
    child = split();
    if (child == 0) {
        leave(mq_receive(queue, message, LENGTH, NULL) != 1);
    }
    usleep(100000);
    CHECK(mq_send(queue, "w", 1, 0) == 0 && wait_status(child) == 0 && told == 2);
    /* Ended by closing any descriptor of the queue. */
    CHECK(mq_close(mq_open(name, O_RDONLY)) == 0);
    event.sigev_notify = SIGEV_NONE;
    CHECK(mq_notify(queue, &event) == 0 && mq_notify(queue, NULL) == 0);
    CHECK(mq_send(queue, "v", 1, 0) == 0 && told == 2);
    CHECK(mq_close(queue) == 0 && mq_unlink(name) == 0);
    puts("notification");
}

/* What /dev/mqueue and /proc show. */
static void figures(void) {
    char path[64], text[400] = "";
    snprintf(path, sizeof path, "/dev/mqueue%s", name);
    mqd_t queue = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    CHECK(mq_send(queue, "three", 5, 0) == 0 && mq_notify(queue, &event) == 0);
    int file = open(path, O_RDONLY);
    CHECK(read(file, text, sizeof text - 1) > 0 && close(file) == 0);
    CHECK(strncmp(text, "QSIZE:5          NOTIFY:0     SIGNO:10    NOTIFY_PID:", 53) == 0);
    file = open("/proc/queuestat", O_RDONLY);
    ssize_t length = read(file, text, sizeof text - 1);
    CHECK(length > 0 && close(file) == 0);
    text[length > 0 ? length : 0] = '\0';
    char *line = strstr(text, "mqueue ");
    CHECK(line != NULL && strstr(line, " 1 5 1 0 0 0 0 0\n") != NULL);
    file = open("/proc/sys/fs/mqueue/msg_max", O_RDWR);
    CHECK(read(file, text, 3) == 3 && memcmp(text, "10\n", 3) == 0);
    FAILS(write(file, "0", 1), EINVAL);
    CHECK(close(file) == 0);
    FAILS(open("/dev/mqueue/made", O_CREAT | O_RDWR, 0600), EPERM);
    CHECK(unlink(path) == 0 && mq_close(queue) == 0);
    FAILS(mq_unlink(name), ENOENT);
    puts("figures");
}

int main(void) {
    snprintf(name, sizeof name, "/test.%d", (int)getpid());
    notification();
    figures();
    return finish();
}
