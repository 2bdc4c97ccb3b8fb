/*
 * cp: copies files.
 *
 *     cp FROM TO
 *     cp FILE... FOLDER
 */

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether everything was read and written. */
static bool copy_bytes(int from, int to) {
    char data[16384];
    ssize_t got;
    while ((got = read(from, data, sizeof data)) > 0) {
        for (ssize_t done = 0, written; done < got; done += written) {
            written = write(to, data + done, (size_t)(got - done));
            if (written < 0) {
                return false;
            }
        }
    }
    return got == 0;
}

/* The copy gets the permissions of the original, less the umask. */
static int copy(const char *from, const char *to) {
    struct stat status;
    int source = open(from, O_RDONLY);
    if (source < 0 || fstat(source, &status) < 0) {
        warn("%s", from);
        return 1;
    }
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC, status.st_mode & 0777);
    bool done = target >= 0 && copy_bytes(source, target);
    if (!done) {
        warn("%s to %s", from, to);
    }
    close(source);
    close(target);
    return !done;
}

int main(int argc, char **argv) {
    struct stat status;
    if (argc < 3) {
        errx(2, "usage: cp FILE... TARGET");
    }
    const char *to = argv[argc - 1];
    bool into = stat(to, &status) == 0 && S_ISDIR(status.st_mode);
    if (argc > 3 && !into) {
        errx(1, "%s: not a folder", to);
    }
    int failures = 0;
    for (int i = 1; i < argc - 1; i++) {
        char path[4096];
        const char *slash = strrchr(argv[i], '/');
        const char *name = slash != NULL ? slash + 1 : argv[i];
        snprintf(path, sizeof path, "%s%s%s", to, into ? "/" : "", into ? name : "");
        failures |= copy(argv[i], path);
    }
    return failures;
}
