/*
 * tee: copies standard input to standard output and to files.
 *
 *     tee [-a] [FILE...]        -a: adds to the files
 */

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

enum { TARGETS = 32 };

int main(int argc, char **argv) {
    int targets[TARGETS] = {STDOUT_FILENO};
    int count = 1, mode = O_TRUNC, status = 0;
    for (int option; (option = getopt(argc, argv, "a")) != -1;) {
        if (option == '?') {
            return 2;
        }
        mode = O_APPEND;
    }
    for (int i = optind; i < argc && count < TARGETS; i++) {
        int fd = open(argv[i], O_WRONLY | O_CREAT | mode, 0666);
        if (fd < 0) {
            warn("%s", argv[i]);
            status = 1;
        } else {
            targets[count++] = fd;
        }
    }
    char data[4096];
    for (ssize_t got; (got = read(STDIN_FILENO, data, sizeof data)) > 0;) {
        for (int i = 0; i < count; i++) {
            if (write(targets[i], data, (size_t)got) != got) {
                warn("write");
                status = 1;
            }
        }
    }
    return status;
}
