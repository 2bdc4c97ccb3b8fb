/*
 * mkdir: makes folders.
 *
 *     mkdir [-p] FOLDER...        -p: with the folders above it; no error if it is there
 */

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_parents(char *path) {
    for (char *slash = path + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        int result = mkdir(path, 0777);
        *slash = '/';
        if (result < 0 && errno != EEXIST) {
            return false;
        }
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

int main(int argc, char **argv) {
    bool parents = false;
    int status = 0;
    for (int option; (option = getopt(argc, argv, "p")) != -1;) {
        if (option == '?') {
            return 2;
        }
        parents = true;
    }
    for (int i = optind; i < argc; i++) {
        if (parents ? !make_parents(argv[i]) : mkdir(argv[i], 0777) < 0) {
            warn("%s", argv[i]);
            status = 1;
        }
    }
    return status;
}
