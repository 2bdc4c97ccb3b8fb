/*
 * Message queues of System V: keys and permissions, choice by type, limits, copies, waiting,
 * interruption, removal, and many senders and receivers that lose nothing.
 */

#include "check.h"

#include <sys/mman.h>
#include <sys/msg.h>
#include <time.h>

enum { SENDERS = 3, RECEIVERS = 2, MESSAGES = 60 };

struct message {
    long type;
    char text[64];
};

static int make(void) {
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    CHECK(queue >= 0);
    return queue;
}

static int put(int queue, long type, const char *text, int flags) {
    struct message message = {.type = type};
    strcpy(message.text, text);
    return msgsnd(queue, &message, strlen(text), flags);
}

static void take(int queue, long type, int flags) {
    struct message message;
    ssize_t length = msgrcv(queue, &message, sizeof message.text, type, flags | IPC_NOWAIT);
    if (length < 0) {
        printf("type %ld: none, %s\n", type, errno == ENOMSG ? "ENOMSG" : strerror(errno));
    } else {
        printf("type %ld: %.*s of type %ld\n", type, (int)length, message.text, message.type);
    }
}

static void drop(int queue) { CHECK(msgctl(queue, IPC_RMID, NULL) == 0); }

static void keys(void) {
    key_t key = (key_t)(getpid() << 8 | 0x51000000);
    FAILS(msgget(key, 0600), ENOENT);
    int queue = msgget(key, IPC_CREAT | 0640);
    CHECK(queue >= 0);
    CHECK(msgget(key, 0600) == queue);
    CHECK(msgget(key, IPC_CREAT) == queue);
    FAILS(msgget(key, IPC_CREAT | IPC_EXCL | 0600), EEXIST);
    struct msqid_ds status;
    CHECK(msgctl(queue, IPC_STAT, &status) == 0);
    CHECK(status.msg_perm.__key == key && (status.msg_perm.mode & 0777) == 0640);
    CHECK(status.msg_perm.uid == geteuid() && status.msg_perm.cuid == geteuid());
    CHECK(status.msg_qnum == 0 && status.msg_stime == 0 && status.msg_rtime == 0);
    CHECK(status.msg_ctime > 0 && status.msg_ctime <= time(NULL));
    pid_t child = split();
    if (child == 0) {
        struct message message = {.type = 1};
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        FAILS(msgget(key, 0400), EACCES);
        CHECK(msgget(key, 0) == queue);
        FAILS(msgsnd(queue, &message, 0, 0), EACCES);
        FAILS(msgrcv(queue, &message, 0, 0, IPC_NOWAIT), EACCES);
        FAILS(msgctl(queue, IPC_STAT, &status), EACCES);
        FAILS(msgctl(queue, IPC_SET, &status), EPERM);
        FAILS(msgctl(queue, IPC_RMID, NULL), EPERM);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    status.msg_perm.uid = 1000;
    status.msg_perm.mode = 0606;
    CHECK(msgctl(queue, IPC_SET, &status) == 0);
    child = split();
    if (child == 0) {
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        CHECK(put(queue, 1, "owner", 0) == 0);
        CHECK(msgctl(queue, IPC_STAT, &status) == 0 && status.msg_perm.cuid == 0);
        CHECK((status.msg_perm.mode & 0777) == 0606);
        status.msg_qbytes = 1 << 20;
        FAILS(msgctl(queue, IPC_SET, &status), EPERM);
        leave(failures || msgctl(queue, IPC_RMID, NULL) != 0);
    }
    CHECK(wait_status(child) == 0);
    FAILS(msgctl(queue, IPC_STAT, &status), EINVAL);
    int next = msgget(key, IPC_CREAT | 0600);
    CHECK(next >= 0 && next != queue);
    drop(next);
    FAILS(put(queue, 1, "", 0), EINVAL);
    puts("keys and permissions");
}

static void types(void) {
    int queue = make();
    const long sent[] = {5, 3, 7, 3, 5, 9};
    char text[2] = "a";
    for (int i = 0; i < 6; i++) {
        CHECK(put(queue, sent[i], text, 0) == 0);
        text[0]++;
    }
    take(queue, 3, 0);
    take(queue, 4, 0);
    take(queue, -4, 0);
    take(queue, -2, 0);
    take(queue, 5, MSG_EXCEPT);
    take(queue, -9, 0);
    take(queue, 0, 0);
    take(queue, 9, MSG_EXCEPT);
    take(queue, 0x7fffffffffffffff, MSG_EXCEPT);
    take(queue, 0, 0);
    drop(queue);
}

static void lengths(void) {
    int queue = make();
    struct message message;
    CHECK(put(queue, 1, "long message", 0) == 0);
    FAILS(msgrcv(queue, &message, 4, 0, 0), E2BIG);
    FAILS(msgrcv(queue, &message, 4, 2, IPC_NOWAIT), ENOMSG);
    CHECK(msgrcv(queue, &message, 4, 0, MSG_NOERROR) == 4 && memcmp(message.text, "long", 4) == 0);
    FAILS(msgrcv(queue, &message, 4, 0, IPC_NOWAIT), ENOMSG);
    CHECK(put(queue, 1, "", 0) == 0);
    CHECK(msgrcv(queue, &message, 0, 0, 0) == 0 && message.type == 1);
    message.type = 0;
    FAILS(msgsnd(queue, &message, 1, 0), EINVAL);
    message.type = -1;
    FAILS(msgsnd(queue, &message, 1, 0), EINVAL);
    message.type = 1;
    FAILS(msgsnd(queue, &message, (size_t)-1, 0), EINVAL);
    FAILS(msgrcv(queue, &message, (size_t)-1, 0, 0), EINVAL);
    FAILS(msgsnd(-1, &message, 1, 0), EINVAL);
    FAILS(msgrcv(-1, &message, 1, 0, 0), EINVAL);
    FAILS(msgctl(queue, 99, NULL), EINVAL);
    struct msqid_ds status;
    CHECK(msgctl(queue, IPC_STAT, &status) == 0);
    char *large = calloc(1, status.msg_qbytes + 100);
    *(long *)(void *)large = 1;
    struct msginfo limits;
    CHECK(msgctl(0, IPC_INFO, (struct msqid_ds *)&limits) >= 0);
    CHECK(limits.msgmax > 0 && limits.msgmnb > 0 && limits.msgmni > 0);
    FAILS(msgsnd(queue, large, (size_t)limits.msgmax + 1, 0), EINVAL);
    status.msg_qbytes = 20;
    CHECK(msgctl(queue, IPC_SET, &status) == 0);
    CHECK(put(queue, 1, "0123456789", IPC_NOWAIT) == 0);
    FAILS(put(queue, 1, "0123456789!", IPC_NOWAIT), EAGAIN);
    CHECK(put(queue, 2, "0123456789", IPC_NOWAIT) == 0);
    FAILS(put(queue, 1, "!", IPC_NOWAIT), EAGAIN);
    CHECK(put(queue, 3, "", IPC_NOWAIT) == 0);
    CHECK(msgctl(queue, IPC_STAT, &status) == 0);
    printf("%lu messages of %lu bytes\n", status.msg_qnum, status.__msg_cbytes);
    CHECK(status.msg_lspid == getpid());
    CHECK(status.msg_stime > 0 && status.msg_rtime > 0);
    int messages = 3;
    while (put(queue, 1, "", IPC_NOWAIT) == 0) {
        messages++;
    }
    printf("room for %d messages\n", messages);
    free(large);
    drop(queue);
}

/* Whoever looks by number finds the messages as they are, and they stay. */
static void copies(void) {
    int queue = make();
    struct message message;
    if (msgrcv(queue, &message, 1, 0, MSG_COPY | IPC_NOWAIT) < 0 && errno == ENOSYS) {
        puts("no copies here");
        drop(queue);
        return;
    }
    CHECK(put(queue, 4, "first", 0) == 0);
    CHECK(put(queue, 2, "second", 0) == 0);
    CHECK(msgrcv(queue, &message, 64, 1, MSG_COPY | IPC_NOWAIT) == 6 && message.type == 2);
    CHECK(msgrcv(queue, &message, 64, 0, MSG_COPY | IPC_NOWAIT) == 5 && message.type == 4);
    FAILS(msgrcv(queue, &message, 64, 2, MSG_COPY | IPC_NOWAIT), ENOMSG);
    FAILS(msgrcv(queue, &message, 64, -1, MSG_COPY | IPC_NOWAIT), ENOMSG);
    FAILS(msgrcv(queue, &message, 64, 0, MSG_COPY), EINVAL);
    FAILS(msgrcv(queue, &message, 64, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT), EINVAL);
    FAILS(msgrcv(queue, &message, 2, 0, MSG_COPY | IPC_NOWAIT), E2BIG);
    struct msqid_ds status;
    CHECK(msgctl(queue, IPC_STAT, &status) == 0 && status.msg_qnum == 2);
    drop(queue);
    puts("copies");
}

static void on_signal(int signal) { (void)signal; }

/* A call that waits is never begun again after a handler, and learns of a removal. */
static void waiting(void) {
    int queue = make();
    struct message message;
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = on_signal;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    pid_t parent = getpid();
    pid_t child = split();
    if (child == 0) {
        usleep(50000);
        leave(kill(parent, SIGUSR1));
    }
    FAILS(msgrcv(queue, &message, 64, 0, 0), EINTR);
    CHECK(wait_status(child) == 0);
    child = split();
    if (child == 0) {
        FAILS(msgrcv(queue, &message, 64, 7, 0), EIDRM);
        leave(failures);
    }
    usleep(50000);
    drop(queue);
    CHECK(wait_status(child) == 0);
    queue = make();
    while (put(queue, 1, "fill", IPC_NOWAIT) == 0) {
    }
    child = split();
    if (child == 0) {
        FAILS(put(queue, 1, "more", 0), EIDRM);
        leave(failures);
    }
    usleep(50000);
    drop(queue);
    CHECK(wait_status(child) == 0);
    queue = make();
    child = split();
    if (child == 0) {
        FAILS(msgrcv(queue, &message, 2, 0, 0), E2BIG);
        leave(failures);
    }
    usleep(50000);
    CHECK(put(queue, 1, "longer", 0) == 0);
    CHECK(wait_status(child) == 0);
    CHECK(msgrcv(queue, &message, 64, 0, IPC_NOWAIT) == 6);
    drop(queue);
    puts("interruption and removal");
}

/* Of two that wait for different types each gets its own; one that was killed takes none. */
static void matching(void) {
    int queue = make();
    struct message message;
    pid_t killed = split();
    if (killed == 0) {
        msgrcv(queue, &message, 64, 1, 0);
        leave(1);
    }
    usleep(20000);
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = split();
        if (children[i] == 0) {
            CHECK(msgrcv(queue, &message, 64, i + 1, 0) == 1 && message.type == i + 1);
            CHECK(message.text[0] == "ab"[i]);
            leave(failures);
        }
    }
    usleep(50000);
    CHECK(kill(killed, SIGKILL) == 0);
    CHECK(wait_status(killed) == 128 + SIGKILL);
    CHECK(put(queue, 2, "b", 0) == 0);
    CHECK(wait_status(children[1]) == 0);
    CHECK(put(queue, 1, "a", 0) == 0);
    CHECK(wait_status(children[0]) == 0);
    drop(queue);
    puts("each gets its own");
}

static void traffic(void) {
    int queue = make();
    struct msqid_ds status;
    CHECK(msgctl(queue, IPC_STAT, &status) == 0);
    status.msg_qbytes = 100;
    CHECK(msgctl(queue, IPC_SET, &status) == 0);
    int *seen = mmap(NULL, SENDERS * MESSAGES * sizeof *seen, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t children[SENDERS + RECEIVERS];
    for (int i = 0; i < SENDERS + RECEIVERS; i++) {
        children[i] = split();
        if (children[i] == 0) {
            struct {
                long type;
                int words[6];
            } message = {0};
            for (int n = 0; i < SENDERS && n < MESSAGES; n++) {
                message.type = i + 1;
                message.words[0] = n;
                message.words[5] = i ^ n;
                CHECK(msgsnd(queue, &message, sizeof message.words, 0) == 0);
            }
            while (i >= SENDERS) {
                CHECK(msgrcv(queue, &message, sizeof message.words, 0, 0) == 24);
                int sender = (int)message.type - 1;
                if (sender == SENDERS) {
                    break;
                }
                CHECK(message.words[5] == (sender ^ message.words[0]));
                __atomic_fetch_add(&seen[sender * MESSAGES + message.words[0]], 1, __ATOMIC_SEQ_CST);
            }
            leave(failures);
        }
    }
    for (int i = 0; i < SENDERS; i++) {
        CHECK(wait_status(children[i]) == 0);
    }
    for (int i = 0; i < RECEIVERS; i++) {
        CHECK(put(queue, SENDERS + 1, "012345678901234567890123", 0) == 0);
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
    keys();
    types();
    lengths();
    copies();
    waiting();
    matching();
    traffic();
    return finish();
}
