/*
 * touch: makes empty files, and sets the time of change of those that are there to now.
 *
 *     touch FILE...
 */

#include <err.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int status = 0;
    for (int i = 1; i < argc; i++) {
        int fd = open(argv[i], O_WRONLY | O_CREAT, 0666);
        if (fd < 0) {
            warn("%s", argv[i]);
            status = 1;
            continue;
        }
        close(fd);
        utimensat(AT_FDCWD, argv[i], NULL, 0);
    }
    return status;
}
