/*
 * mt: moves a magnetic tape.
 *
 *     mt [-f DEVICE] OPERATION [COUNT]      DEVICE: that of the variable TAPE, or /dev/nst0
 *
 *     fsf, bsf          forward or backward over COUNT tape marks (1 if none is given)
 *     fsr, bsr          the same over records
 *     fsfm, bsfm        as fsf and bsf, but to the other side of the last tape mark
 *     eof, weof         writes COUNT tape marks
 *     rewind            to the load point
 *     offline           rewinds and unloads
 *     eod, eom          to the end of what is recorded
 *     erase             erases everything behind the head
 *     status, tell      where the tape stands
 */

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <unistd.h>

static const struct {
    const char *name;
    short operation;
} OPERATIONS[] = {
    {"fsf", MTFSF},       {"bsf", MTBSF},         {"fsr", MTFSR},     {"bsr", MTBSR},
    {"fsfm", MTFSFM},     {"bsfm", MTBSFM},       {"eof", MTWEOF},    {"weof", MTWEOF},
    {"rewind", MTREW},    {"offline", MTOFFL},    {"rewoffl", MTOFFL}, {"eod", MTEOM},
    {"eom", MTEOM},       {"erase", MTERASE},
};

static int show_status(int tape) {
    struct mtget status;
    if (ioctl(tape, MTIOCGET, &status) < 0) {
        return -1;
    }
    printf("file %d, block %d", status.mt_fileno, status.mt_blkno);
    fputs(GMT_BOT(status.mt_gstat) ? ", at the load point" : "", stdout);
    fputs(GMT_EOF(status.mt_gstat) ? ", behind a tape mark" : "", stdout);
    fputs(GMT_EOD(status.mt_gstat) ? ", at the end of the data" : "", stdout);
    fputs(GMT_EOT(status.mt_gstat) ? ", near the end of the tape" : "", stdout);
    fputs(GMT_WR_PROT(status.mt_gstat) ? ", write protected" : "", stdout);
    puts(GMT_DR_OPEN(status.mt_gstat) ? ", no tape" : "");
    return 0;
}

static int tell(int tape) {
    struct mtpos position;
    if (ioctl(tape, MTIOCPOS, &position) < 0) {
        return -1;
    }
    printf("at block %ld\n", position.mt_blkno);
    return 0;
}

static int operate(int tape, const char *name, int count) {
    for (size_t i = 0; i < sizeof OPERATIONS / sizeof OPERATIONS[0]; i++) {
        if (strcmp(name, OPERATIONS[i].name) == 0) {
            struct mtop operation = {OPERATIONS[i].operation, count};
            return ioctl(tape, MTIOCTOP, &operation);
        }
    }
    errx(2, "%s: no such operation", name);
}

static int number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*end != '\0' || end == text || value < 0 || value > 0x7fffffff) {
        errx(2, "%s: not a count", text);
    }
    return (int)value;
}

int main(int argc, char **argv) {
    const char *device = getenv("TAPE");
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "-f") == 0) {
        device = argv[2];
        first = 3;
    }
    if (first >= argc || argc > first + 2) {
        errx(2, "usage: mt [-f DEVICE] OPERATION [COUNT]");
    }
    device = device == NULL ? "/dev/nst0" : device;
    const char *operation = argv[first];
    int count = first + 1 < argc ? number(argv[first + 1]) : 1;
    int tape = open(device, O_RDONLY | O_NONBLOCK);
    if (tape < 0) {
        err(1, "%s", device);
    }
    int result = strcmp(operation, "status") == 0 ? show_status(tape)
                 : strcmp(operation, "tell") == 0 ? tell(tape)
                                                  : operate(tape, operation, count);
    if (result < 0) {
        err(1, "%s: %s", device, operation);
    }
    return 0;
}
