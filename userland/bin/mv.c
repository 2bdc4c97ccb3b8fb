/*
 * mv: renames files, or moves them into a folder.
 *
 *     mv FROM TO
 *     mv FILE... FOLDER
 */

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int move(const char *from, const char *to, bool into) {
    char path[4096];
    const char *slash = strrchr(from, '/');
    const char *name = slash != NULL ? slash + 1 : from;
    snprintf(path, sizeof path, "%s%s%s", to, into ? "/" : "", into ? name : "");
    if (rename(from, path) < 0) {
        warn("%s to %s", from, path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    struct stat status;
    if (argc < 3) {
        errx(2, "usage: mv FILE... TARGET");
    }
    const char *to = argv[argc - 1];
    bool into = stat(to, &status) == 0 && S_ISDIR(status.st_mode);
    if (argc > 3 && !into) {
        errx(1, "%s: not a folder", to);
    }
    int failures = 0;
    for (int i = 1; i < argc - 1; i++) {
        failures |= move(argv[i], to, into);
    }
    return failures;
}
