/*
 * dd: copies blocks.
 *
 *     dd [if=FILE] [of=FILE] [bs=SIZE] [count=N] [skip=N] [seek=N] [conv=notrunc,fsync]
 *
 * Blocks have 512 bytes if no size is given; a size may end in k, M or G. Of the input the first
 * `skip` blocks are left out, of the output the first `seek` are left as they are. What follows in
 * the output goes, unless notrunc; fsync waits until everything is on the medium.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *in_name, *out_name;
static size_t block_size = 512;
static long long count = -1, skip, seek;
static bool keeps_rest, syncs;

static long long number(const char *operand, const char *text) {
    char *end;
    long long value = strtoll(text, &end, 10);
    int shift = *end == 'k' || *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (end == text || value < 0 || end[shift > 0] != '\0' || value > (1LL << 60 >> shift)) {
        errx(1, "%s: not a number of blocks or bytes", operand);
    }
    return value << shift;
}

static void convert(char *list) {
    for (char *word = strtok(list, ","); word != NULL; word = strtok(NULL, ",")) {
        if (strcmp(word, "notrunc") == 0) {
            keeps_rest = true;
        } else if (strcmp(word, "fsync") == 0) {
            syncs = true;
        } else {
            errx(1, "conv=%s: known are notrunc and fsync", word);
        }
    }
}

static void operand(char *text) {
    char *value = strchr(text, '=');
    size_t length = value == NULL ? 0 : (size_t)(value++ - text);
    if (length == 2 && strncmp(text, "if", length) == 0) {
        in_name = value;
    } else if (length == 2 && strncmp(text, "of", length) == 0) {
        out_name = value;
    } else if (length == 2 && strncmp(text, "bs", length) == 0) {
        block_size = (size_t)number(text, value);
    } else if (length == 5 && strncmp(text, "count", length) == 0) {
        count = number(text, value);
    } else if (length == 4 && strncmp(text, "skip", length) == 0) {
        skip = number(text, value);
    } else if (length == 4 && strncmp(text, "seek", length) == 0) {
        seek = number(text, value);
    } else if (length == 4 && strncmp(text, "conv", length) == 0) {
        convert(value);
    } else {
        errx(1, "%s: known are if, of, bs, count, skip, seek and conv", text);
    }
}

static int open_input(char *block) {
    int fd = in_name == NULL ? STDIN_FILENO : open(in_name, O_RDONLY);
    if (fd < 0) {
        err(1, "%s", in_name);
    }
    if (skip > 0 && lseek(fd, skip * (off_t)block_size, SEEK_CUR) < 0) {
        for (long long left = skip; left > 0 && read(fd, block, block_size) > 0; left--) {
            continue;
        }
    }
    return fd;
}

static int open_output(void) {
    int fd = out_name == NULL ? STDOUT_FILENO : open(out_name, O_WRONLY | O_CREAT, 0666);
    if (fd < 0) {
        err(1, "%s", out_name);
    }
    off_t start = seek * (off_t)block_size;
    struct stat status;
    bool cuts = out_name != NULL && !keeps_rest && fstat(fd, &status) == 0
                && S_ISREG(status.st_mode);
    if ((cuts && ftruncate(fd, start) < 0) || (seek > 0 && lseek(fd, start, SEEK_SET) < 0)) {
        err(1, "%s", out_name == NULL ? "standard output" : out_name);
    }
    return fd;
}

/* How much was written before an error; errno tells it. */
static size_t write_all(int fd, const char *block, size_t size) {
    size_t done = 0;
    errno = 0;
    while (done < size) {
        ssize_t written = write(fd, block + done, size - done);
        if (written <= 0) {
            break;
        }
        done += (size_t)written;
    }
    return done;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        operand(argv[i]);
    }
    char *block = block_size > 0 ? malloc(block_size) : NULL;
    if (block == NULL) {
        errx(1, "cannot have blocks of %zu bytes", block_size);
    }
    int in = open_input(block), out = open_output(), status = 0;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    long long whole[2] = {0}, part[2] = {0}, total = 0;
    for (ssize_t got; count < 0 || whole[0] + part[0] < count;) {
        got = read(in, block, block_size);
        if (got <= 0) {
            if (got < 0) {
                warn("%s", in_name == NULL ? "standard input" : in_name);
                status = 1;
            }
            break;
        }
        (size_t)got == block_size ? whole[0]++ : part[0]++;
        size_t done = write_all(out, block, (size_t)got);
        total += (long long)done;
        if (done > 0) {
            done == block_size ? whole[1]++ : part[1]++;
        }
        if (done < (size_t)got) {
            warn("%s", out_name == NULL ? "standard output" : out_name);
            status = 1;
            break;
        }
    }
    if (syncs && fsync(out) < 0) {
        warn("fsync");
        status = 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    fprintf(stderr, "%lld+%lld records in\n%lld+%lld records out\n", whole[0], part[0], whole[1],
            part[1]);
    fprintf(stderr, "%lld bytes copied, %g s, %.1f kB/s\n", total, seconds,
            seconds > 0 ? (double)total / seconds / 1000 : 0.0);
    return status;
}
