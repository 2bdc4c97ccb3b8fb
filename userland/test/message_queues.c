/*
 * Message queues of POSIX: order by priority, bounds, time limits, names and permissions, what a
 * descriptor is, interruption, and many senders and receivers that lose nothing.
 */

#include "check.h"

#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

enum { SENDERS = 3, RECEIVERS = 2, MESSAGES = 60, LENGTH = 32 };

static char name[32];

static struct timespec past = {1, 0};

static struct timespec soon(long milliseconds) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += milliseconds * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static mqd_t make(long most, int flags) {
    struct mq_attr attributes = {.mq_maxmsg = most, .mq_msgsize = LENGTH};
    mqd_t queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR | flags, 0600, &attributes);
    CHECK(queue >= 0);
    return queue;
}

static void drop(mqd_t queue) {
    CHECK(mq_close(queue) == 0);
    CHECK(mq_unlink(name) == 0);
}

static void names(void) {
    char longest[300];
    memset(longest, 'n', sizeof longest);
    longest[0] = '/';
    longest[257] = '\0';
    FAILS(mq_open(longest, O_CREAT | O_RDWR, 0600, NULL), ENAMETOOLONG);
    FAILS(mq_unlink(longest), ENAMETOOLONG);
    FAILS(mq_open("none", O_RDWR), EINVAL);
    FAILS(mq_open("/", O_RDWR), ENOENT);
    FAILS(mq_open("/a/b", O_CREAT | O_RDWR, 0600, NULL), EACCES);
    FAILS(mq_open(name, O_RDWR), ENOENT);
    FAILS(mq_unlink(name), ENOENT);
    mqd_t queue = make(2, 0);
    FAILS(mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, NULL), EEXIST);
    CHECK(mq_unlink(name) == 0);
    CHECK(mq_send(queue, "still", 5, 0) == 0);
    CHECK(mq_close(queue) == 0);
    drop(make(1, 0));
    puts("names");
}

static void attributes(void) {
    struct mq_attr wanted = {.mq_maxmsg = 0, .mq_msgsize = LENGTH}, found;
    FAILS(mq_open(name, O_CREAT | O_RDWR, 0600, &wanted), EINVAL);
    wanted.mq_maxmsg = 4;
    wanted.mq_msgsize = 0;
    FAILS(mq_open(name, O_CREAT | O_RDWR, 0600, &wanted), EINVAL);
    wanted.mq_maxmsg = 65537;
    wanted.mq_msgsize = 1;
    FAILS(mq_open(name, O_CREAT | O_RDWR, 0600, &wanted), EINVAL);
    struct rlimit few = {1000, 819200};
    CHECK(setrlimit(RLIMIT_MSGQUEUE, &few) == 0);
    wanted.mq_maxmsg = 4;
    wanted.mq_msgsize = 200;
    FAILS(mq_open(name, O_CREAT | O_RDWR, 0600, &wanted), EMFILE);
    few.rlim_cur = 819200;
    CHECK(setrlimit(RLIMIT_MSGQUEUE, &few) == 0);
    mqd_t queue = make(4, O_NONBLOCK);
    CHECK(mq_send(queue, "one", 3, 7) == 0);
    CHECK(mq_getattr(queue, &found) == 0);
    CHECK(found.mq_flags == O_NONBLOCK && found.mq_maxmsg == 4 && found.mq_msgsize == LENGTH);
    CHECK(found.mq_curmsgs == 1);
    wanted.mq_flags = 0;
    CHECK(mq_setattr(queue, &wanted, &found) == 0 && found.mq_flags == O_NONBLOCK);
    CHECK(mq_getattr(queue, &found) == 0 && found.mq_flags == 0 && found.mq_maxmsg == 4);
    wanted.mq_flags = O_APPEND;
    FAILS(mq_setattr(queue, &wanted, NULL), EINVAL);
    drop(queue);
    queue = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
    CHECK(mq_getattr(queue, &found) == 0 && found.mq_maxmsg == 10 && found.mq_msgsize == 8192);
    drop(queue);
    puts("attributes and limits");
}

static void order(void) {
    static const struct {
        const char *text;
        unsigned int priority;
    } sent[] = {{"a", 1}, {"b", 5}, {"c", 1}, {"d", 32767}, {"e", 5}, {"", 0}};
    mqd_t queue = make(6, O_NONBLOCK);
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        CHECK(mq_send(queue, sent[i].text, strlen(sent[i].text), sent[i].priority) == 0);
    }
    FAILS(mq_send(queue, "g", 1, 9), EAGAIN);
    char message[LENGTH];
    unsigned int priority;
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++) {
        ssize_t length = mq_receive(queue, message, LENGTH, &priority);
        printf("received %.*s of priority %u\n", (int)length, message, priority);
    }
    FAILS(mq_receive(queue, message, LENGTH, NULL), EAGAIN);
    drop(queue);
}

static void errors(void) {
    char message[LENGTH + 1] = "";
    mqd_t queue = make(1, 0);
    struct timespec wrong = {0, 1000000000}, time = soon(20);
    FAILS(mq_send(queue, message, 1, 32768), EINVAL);
    FAILS(mq_send(queue, message, LENGTH + 1, 0), EMSGSIZE);
    FAILS(mq_receive(queue, message, LENGTH - 1, NULL), EMSGSIZE);
    FAILS(mq_timedsend(queue, message, 1, 0, &wrong), EINVAL);
    FAILS(mq_timedreceive(queue, message, LENGTH, NULL, &past), ETIMEDOUT);
    FAILS(mq_timedreceive(queue, message, LENGTH, NULL, &time), ETIMEDOUT);
    CHECK(mq_timedsend(queue, message, LENGTH, 0, &past) == 0);
    FAILS(mq_timedsend(queue, message, 1, 0, &past), ETIMEDOUT);
    time = soon(20);
    FAILS(mq_timedsend(queue, message, 1, 0, &time), ETIMEDOUT);
    mqd_t reader = mq_open(name, O_RDONLY), writer = mq_open(name, O_WRONLY);
    FAILS(mq_send(reader, message, 1, 0), EBADF);
    FAILS(mq_receive(writer, message, LENGTH, NULL), EBADF);
    FAILS(mq_send(0, message, 1, 0), EBADF);
    FAILS(mq_send(1000, message, 1, 0), EBADF);
    CHECK(mq_close(reader) == 0 && mq_close(writer) == 0);
    FAILS(mq_receive(reader, message, LENGTH, NULL), EBADF);
    drop(queue);
    puts("errors and time limits");
}

/* A descriptor is a file descriptor: closed by exec, shared with a child, polled, with a status. */
static void descriptors(void) {
    mqd_t queue = make(1, 0);
    struct stat status;
    CHECK(fcntl(queue, F_GETFD) == FD_CLOEXEC);
    CHECK(fstat(queue, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 80);
    CHECK((status.st_mode & 0777) == 0600);
    struct pollfd entry = {queue, POLLIN | POLLOUT, 0};
    CHECK(poll(&entry, 1, 0) == 1 && entry.revents == POLLOUT);
    pid_t child = split();
    if (child == 0) {
        usleep(10000);
        leave(mq_send(queue, "child", 5, 3) != 0);
    }
    entry.events = POLLIN;
    CHECK(poll(&entry, 1, 5000) == 1 && entry.revents == POLLIN);
    CHECK(wait_status(child) == 0);
    entry.events = POLLOUT;
    CHECK(poll(&entry, 1, 0) == 0);
    char text[100];
    ssize_t length = read(queue, text, sizeof text - 1);
    CHECK(length > 0);
    text[length > 0 ? length : 0] = '\0';
    printf("%s", text);
    drop(queue);
    puts("descriptors");
}

static void permissions(void) {
    mqd_t queue = make(1, 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        FAILS(mq_open(name, O_RDONLY), EACCES);
        FAILS(mq_unlink(name), EACCES);
        struct mq_attr large = {.mq_maxmsg = 100, .mq_msgsize = 1};
        FAILS(mq_open("/test.more", O_CREAT | O_RDWR, 0600, &large), EINVAL);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    drop(queue);
    puts("permissions");
}

static void on_alarm(int signal) { (void)signal; }

static void interruption(void) {
    char message[LENGTH];
    mqd_t queue = make(1, 0);
    pid_t parent = getpid();
    struct sigaction action = {.sa_flags = 0};
    action.sa_handler = on_alarm;
    CHECK(sigaction(SIGUSR2, &action, NULL) == 0);
    pid_t child = split();
    if (child == 0) {
        usleep(50000);
        leave(kill(parent, SIGUSR2));
    }
    FAILS(mq_receive(queue, message, LENGTH, NULL), EINTR);
    CHECK(wait_status(child) == 0);
    action.sa_flags = SA_RESTART;
    CHECK(sigaction(SIGUSR2, &action, NULL) == 0);
    child = split();
    if (child == 0) {
        usleep(50000);
        kill(parent, SIGUSR2);
        usleep(50000);
        leave(mq_send(queue, "after", 5, 0) != 0);
    }
    struct timespec time = soon(5000);
    CHECK(mq_timedreceive(queue, message, LENGTH, NULL, &time) == 5);
    CHECK(wait_status(child) == 0);
    drop(queue);
    puts("interruption");
}

/* Every message comes through once and whole, and each sender's in its order. */
static void receive_all(mqd_t queue, int *seen) {
    int last[SENDERS], message[LENGTH / sizeof(int)];
    memset(last, -1, sizeof last);
    for (;;) {
        CHECK(mq_receive(queue, (char *)message, LENGTH, NULL) == LENGTH);
        int sender = message[0], number = message[1];
        if (sender < 0) {
            return;
        }
        CHECK(number > last[sender] && message[LENGTH / sizeof(int) - 1] == (sender ^ number));
        last[sender] = number;
        __atomic_fetch_add(&seen[sender * MESSAGES + number], 1, __ATOMIC_SEQ_CST);
    }
}

static void send_all(mqd_t queue, int sender) {
    for (int number = 0; number < MESSAGES; number++) {
        int message[LENGTH / sizeof(int)] = {sender, number};
        message[LENGTH / sizeof(int) - 1] = sender ^ number;
        CHECK(mq_send(queue, (char *)message, LENGTH, 1) == 0);
    }
}

static void traffic(void) {
    mqd_t queue = make(3, 0);
    int *seen = mmap(NULL, SENDERS * MESSAGES * sizeof *seen, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t children[SENDERS + RECEIVERS];
    for (int i = 0; i < SENDERS + RECEIVERS; i++) {
        children[i] = split();
        if (children[i] == 0) {
            if (i < SENDERS) {
                send_all(queue, i);
            } else {
                receive_all(queue, seen);
            }
            leave(failures);
        }
    }
    for (int i = 0; i < SENDERS; i++) {
        CHECK(wait_status(children[i]) == 0);
    }
    int end[LENGTH / sizeof(int)] = {-1};
    for (int i = 0; i < RECEIVERS; i++) {
        CHECK(mq_send(queue, (char *)end, LENGTH, 0) == 0);
    }
    for (int i = 0; i < RECEIVERS; i++) {
        CHECK(wait_status(children[SENDERS + i]) == 0);
    }
    int wrong = 0;
    for (int i = 0; i < SENDERS * MESSAGES; i++) {
        wrong += seen[i] != 1;
    }
    printf("%d messages lost or doubled\n", wrong);
    CHECK(wrong == 0);
    munmap(seen, SENDERS * MESSAGES * sizeof *seen);
    drop(queue);
}

int main(void) {
    snprintf(name, sizeof name, "/test.%d", (int)getpid());
    names();
    attributes();
    order();
    errors();
    descriptors();
    permissions();
    interruption();
    traffic();
    return finish();
}
