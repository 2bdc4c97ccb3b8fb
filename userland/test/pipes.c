/* Pipes: end of file, broken pipes, descriptors that keep them open, writes that do not mix. */

#include "check.h"

#include <fcntl.h>

enum { WRITERS = 4, MESSAGES = 50, MESSAGE = 64 };

static void end_of_file(void) {
    int ends[2];
    char data[8];
    CHECK(pipe(ends) == 0);
    CHECK(write(ends[1], "abcdef", 6) == 6);
    CHECK(read(ends[0], data, 4) == 4 && memcmp(data, "abcd", 4) == 0);
    close(ends[1]);
    CHECK(read(ends[0], data, 8) == 2 && memcmp(data, "ef", 2) == 0);
    CHECK(read(ends[0], data, 8) == 0);
    CHECK(read(ends[0], data, 8) == 0);
    close(ends[0]);
    puts("end of file");
}

static void broken(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    close(ends[0]);
    pid_t child = split();
    if (child == 0) {
        CHECK(write(ends[1], "x", 1) == 1);
        leave(0);
    }
    CHECK(wait_status(child) == 128 + SIGPIPE);
    signal(SIGPIPE, SIG_IGN);
    FAILS(write(ends[1], "x", 1), EPIPE);
    signal(SIGPIPE, SIG_DFL);
    close(ends[1]);
    puts("broken pipe");
}

static void not_seekable(void) {
    int ends[2];
    char byte;
    CHECK(pipe(ends) == 0);
    FAILS(lseek(ends[0], 0, SEEK_CUR), ESPIPE);
    FAILS(pread(ends[0], &byte, 1, 0), ESPIPE);
    FAILS(read(ends[1], &byte, 1), EBADF);
    FAILS(write(ends[0], &byte, 1), EBADF);
    CHECK(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
    FAILS(read(ends[0], &byte, 1), EAGAIN);
    close(ends[0]);
    close(ends[1]);
    puts("errors");
}

/* A message shorter than PIPE_BUF is never mixed with another's. */
static void whole_messages(void) {
    int ends[2], count[WRITERS] = {0};
    char message[MESSAGE];
    CHECK(pipe(ends) == 0);
    for (int writer = 0; writer < WRITERS; writer++) {
        if (split() == 0) {
            memset(message, 'a' + writer, MESSAGE);
            for (int i = 0; i < MESSAGES; i++) {
                CHECK(write(ends[1], message, MESSAGE) == MESSAGE);
            }
            leave(failures);
        }
    }
    close(ends[1]);
    FILE *reader = fdopen(ends[0], "r");
    while (fread(message, 1, MESSAGE, reader) == MESSAGE) {
        int writer = message[0] - 'a';
        if (CHECK(writer >= 0 && writer < WRITERS)) {
            count[writer]++;
        }
        for (int i = 1; i < MESSAGE; i++) {
            CHECK(message[i] == message[0]);
        }
    }
    fclose(reader);
    for (int writer = 0; writer < WRITERS; writer++) {
        CHECK(wait_status(-1) == 0);
        printf("writer %d: %d messages\n", writer, count[writer]);
        CHECK(count[writer] == MESSAGES);
    }
}

int main(void) {
    end_of_file();
    broken();
    not_seekable();
    whole_messages();
    return finish();
}
