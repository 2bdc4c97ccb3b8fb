/*
 * cat: copies files, or standard input, to standard output.
 *
 *     cat [FILE...]        - stands for standard input
 */

#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Copies until the end of file; write may take less than it is given. */
static int copy(int fd, const char *name) {
    char data[16384];
    ssize_t got;
    while ((got = read(fd, data, sizeof data)) > 0) {
        for (ssize_t done = 0, written; done < got; done += written) {
            written = write(STDOUT_FILENO, data + done, (size_t)(got - done));
            if (written < 0) {
                err(1, "standard output");
            }
        }
    }
    if (got < 0) {
        warn("%s", name);
    }
    return got < 0;
}

/* A file that cannot be opened is told and does not stop the others. */
static int copy_file(const char *name) {
    if (strcmp(name, "-") == 0) {
        return copy(STDIN_FILENO, name);
    }
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        warn("%s", name);
        return 1;
    }
    int status = copy(fd, name);
    close(fd);
    return status;
}

int main(int argc, char **argv) {
    int status = argc < 2 ? copy(STDIN_FILENO, "-") : 0;
    for (int i = 1; i < argc; i++) {
        status |= copy_file(argv[i]);
    }
    return status;
}
