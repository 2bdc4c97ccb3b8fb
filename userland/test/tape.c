/*
 * tape: blocks, tape marks, spacing, positions and errors of a magnetic tape.
 *
 * With the argument "loaded" it expects a blank tape in drive 0 and one that is write protected, or
 * none, in drive 1; without, empty drives. qemu-user: no (there are no tape drives)
 */

#include "check.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <sys/time.h>

static const char TAPE[] = "/dev/nst0";
static char data[70000];

static int operate(int tape, int operation, int count) {
    struct mtop request = {.mt_op = (short)operation, .mt_count = count};
    return ioctl(tape, MTIOCTOP, &request);
}

static void check_at(int tape, int file, int block, int line) {
    struct mtget status;
    check(ioctl(tape, MTIOCGET, &status) == 0, "status", line);
    if (status.mt_fileno != file || status.mt_blkno != block) {
        printf("line %d: file %d block %d\n", line, status.mt_fileno, status.mt_blkno);
        failures++;
    }
}

#define AT(file, block) check_at(tape, (file), (block), __LINE__)

static void check_read(int tape, const char *expected, int line) {
    char text[100];
    ssize_t length = read(tape, text, sizeof text);
    check(length == (ssize_t)strlen(expected), expected, line);
    check(length >= 0 && memcmp(text, expected, (size_t)length) == 0, expected, line);
}

#define READS(expected) check_read(tape, (expected), __LINE__)

static void empty_drives(void) {
    FAILS(open(TAPE, O_RDONLY), ENOMEDIUM);
    FAILS(open("/dev/st1", O_RDWR), ENOMEDIUM);
    int tape = open(TAPE, O_RDONLY | O_NONBLOCK);
    struct mtget status;
    CHECK(ioctl(tape, MTIOCGET, &status) == 0 && GMT_DR_OPEN(status.mt_gstat));
    FAILS(operate(tape, MTREW, 1), ENOMEDIUM);
    FAILS(read(tape, data, 10), ENOMEDIUM);
    close(tape);
    puts("empty drives");
}

static void names(void) {
    struct stat status;
    CHECK(stat("/dev/st0", &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == 0x900);
    CHECK(stat("/dev/nst1", &status) == 0 && status.st_rdev == 0x981);
    CHECK(stat("/dev/lp0", &status) == 0 && status.st_rdev == 0x600);
    puts("names");
}

static void writing(void) {
    int tape = open(TAPE, O_RDWR);
    CHECK(tape >= 0);
    FAILS(open(TAPE, O_RDONLY), EBUSY);
    AT(0, 0);
    CHECK(write(tape, "first", 5) == 5 && write(tape, "second record", 13) == 13);
    AT(0, 2);
    CHECK(operate(tape, MTWEOF, 1) == 0);
    AT(1, 0);
    memset(data, 'x', sizeof data);
    CHECK(write(tape, data, sizeof data) == sizeof data);
    CHECK(write(tape, data, 0) == 0);
    close(tape);
    puts("writing");
}

static void reading(void) {
    int tape = open(TAPE, O_RDONLY);
    AT(2, 0);
    CHECK(operate(tape, MTREW, 1) == 0);
    FAILS(write(tape, "x", 1), EBADF);
    READS("first");
    char little[4];
    FAILS(read(tape, little, sizeof little), ENOMEM);
    READS("");
    memset(data, 0, sizeof data);
    CHECK(read(tape, data, sizeof data) == sizeof data && data[0] == 'x');
    CHECK(data[sizeof data - 1] == 'x');
    READS("");
    AT(2, 0);
    READS("");
    FAILS(read(tape, data, sizeof data), EIO);
    close(tape);
    puts("reading");
}

static void spacing(void) {
    int tape = open(TAPE, O_RDONLY);
    struct mtpos position;
    CHECK(ioctl(tape, MTIOCPOS, &position) == 0 && position.mt_blkno == 5);
    CHECK(operate(tape, MTBSF, 2) == 0);
    AT(0, 2);
    CHECK(operate(tape, MTBSR, 1) == 0);
    READS("second record");
    FAILS(operate(tape, MTFSR, 1), EIO);
    AT(1, 0);
    CHECK(operate(tape, MTBSFM, 1) == 0);
    AT(1, 0);
    FAILS(operate(tape, MTBSF, 5), EIO);
    AT(0, 0);
    CHECK(operate(tape, MTFSF, 1) == 0 && operate(tape, MTFSR, 1) == 0);
    AT(1, 1);
    FAILS(operate(tape, MTFSF, 2), EIO);
    CHECK(operate(tape, MTREW, 1) == 0 && operate(tape, MTEOM, 1) == 0);
    AT(2, 0);
    FAILS(operate(tape, MTFSF, -1), EINVAL);
    FAILS(operate(tape, 99, 1), EINVAL);
    FAILS(operate(tape, MTSETBLK, 512), EINVAL);
    CHECK(operate(tape, MTSETBLK, 0) == 0 && operate(tape, MTNOP, 1) == 0);
    FAILS(ioctl(tape, MTIOCTOP, NULL), EFAULT);
    FAILS(ioctl(tape, 0x5401, data), ENOTTY);
    FAILS(lseek(tape, 0, SEEK_SET), ESPIPE);
    close(tape);
    puts("spacing");
}

static void rewinding_device(void) {
    int tape = open("/dev/st0", O_RDONLY);
    AT(2, 0);
    close(tape);
    tape = open("/dev/st0", O_WRONLY);
    AT(0, 0);
    CHECK(write(tape, "only", 4) == 4);
    close(tape);
    tape = open(TAPE, O_RDONLY);
    READS("only");
    READS("");
    READS("");
    close(tape);
    puts("rewinding device");
}

static void on_alarm(int number) { (void)number; }

/* A signal does not disturb a tape that is moving. */
static void signals(void) {
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    int tape = open(TAPE, O_RDWR);
    CHECK(operate(tape, MTREW, 1) == 0);
    struct itimerval soon = {.it_value = {.tv_usec = 20000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    CHECK(write(tape, data, sizeof data) == sizeof data);
    CHECK(operate(tape, MTBSR, 1) == 0);
    AT(0, 0);
    fflush(NULL);
    pid_t child = split();
    if (child == 0) {
        read(tape, data, sizeof data);
        leave(1);
    }
    usleep(10000);
    kill(child, SIGKILL);
    CHECK(wait_status(child) == 128 + SIGKILL);
    CHECK(operate(tape, MTNOP, 1) == 0 && read(tape, data, 10) == 0);
    close(tape);
    puts("signals");
}

static void protection(void) {
    FAILS(open("/dev/nst1", O_RDWR), EROFS);
    int tape = open("/dev/nst1", O_RDONLY);
    CHECK(tape >= 0);
    FAILS(operate(tape, MTWEOF, 1), EACCES);
    FAILS(operate(tape, MTERASE, 1), EACCES);
    READS("protected");
    CHECK(operate(tape, MTOFFL, 1) == 0);
    close(tape);
    FAILS(open("/dev/nst1", O_RDONLY), ENOMEDIUM);
    puts("protection");
}

static void printing(void) {
    int printer = open("/dev/lp0", O_WRONLY);
    CHECK(printer >= 0);
    FAILS(open("/dev/lp0", O_WRONLY), EBUSY);
    CHECK(write(printer, "one\ntwo\n", 8) == 8);
    CHECK(fcntl(printer, F_SETFL, O_NONBLOCK) == 0);
    FAILS(write(printer, "x", 1), EAGAIN);
    CHECK(fcntl(printer, F_SETFL, 0) == 0);
    memset(data, '=', 140);
    CHECK(write(printer, data, 140) == 140 && write(printer, "\n", 1) == 1);
    close(printer);
    puts("printing");
}

int main(int argc, char **argv) {
    names();
    printing();
    if (argc < 2 || strcmp(argv[1], "loaded") != 0) {
        empty_drives();
        return finish();
    }
    writing();
    reading();
    spacing();
    rewinding_device();
    signals();
    protection();
    return finish();
}
