/*
 * pipe_framing [unlocked]: several processes send messages into one end of a pipe.
 *
 * A message is sent in two steps, its header and its payload. With the lock nobody sends in
 * between, and every message arrives as it was sent. With `unlocked` the header of one may be
 * followed by the bytes of another, and from then on the receiver takes payload for lengths.
 * Whether that happens is up to the seed; the program then ends with 0 if it did happen.
 */

#include <errno.h>
#include <multiprocessing.h>
#include <stdio.h>
#include <string.h>

enum { SENDERS = 4, EACH = 25, LONGEST = 64 };

static struct connection *ends[2];
static struct lock *lock; /* NULL: unlocked */
static struct barrier *beginning;

/* The payload: the sender's letter, as often as the message's number says. */
static int send_all(void *arg) {
    char text[LONGEST];
    int sender = *(int *)arg;
    connection_close(ends[0]);
    barrier_wait(beginning); /* Or the first would be through before the last one is there. */
    for (int i = 1; i <= EACH; i++) {
        memset(text, 'a' + sender, sizeof text);
        if (lock != NULL) {
            lock_acquire(lock);
        }
        bool sent = connection_send_tagged(ends[1], MESSAGE_TEXT, text, (size_t)i);
        if (lock != NULL) {
            lock_release(lock);
        }
        if (!sent) {
            return 1;
        }
    }
    return 0;
}

/* Whether this is the next message of its sender. */
static bool is_whole(const char *text, ssize_t size, unsigned tag, int next[SENDERS]) {
    int sender = text[0] - 'a';
    if (size < 1 || tag != MESSAGE_TEXT || sender < 0 || sender >= SENDERS) {
        return false;
    }
    for (ssize_t i = 1; i < size; i++) {
        if (text[i] != text[0]) {
            return false;
        }
    }
    return size == ++next[sender];
}

/* Until the end, or the first message that is none. */
static int receive_whole(void) {
    char text[LONGEST];
    int next[SENDERS] = {0}, whole = 0;
    unsigned tag = 0;
    ssize_t size;
    while ((size = connection_receive_tagged(ends[0], &tag, text, sizeof text)) >= 0 &&
           is_whole(text, size, tag, next)) {
        whole++;
    }
    return whole;
}

int main(int argc, char **argv) {
    struct process *senders[SENDERS];
    bool unlocked = argc > 1 && strcmp(argv[1], "unlocked") == 0;
    lock = unlocked ? NULL : lock_new();
    beginning = barrier_new(SENDERS);
    if (!pipe_new(false, ends) || (!unlocked && lock == NULL)) {
        perror("pipe");
        return 1;
    }
    for (int i = 0; i < SENDERS; i++) {
        senders[i] = process_start(send_all, &i);
        if (senders[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    connection_close(ends[1]);
    int whole = receive_whole();
    connection_close(ends[0]);
    for (int i = 0; i < SENDERS; i++) {
        process_join(senders[i]);
    }
    printf("%s: %d messages sent, %d received before the framing was lost or all was read\n",
           unlocked ? "without a lock" : "with a lock", SENDERS * EACH, whole);
    return unlocked ? whole == SENDERS * EACH : whole != SENDERS * EACH;
}
