/*
 * rm: removes files.
 *
 *     rm [-f] [-r] FILE...    -r: folders too, with all in them; -f: no error if it is not there
 */

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool force, recursive;

static bool removed(const char *path);

/* Removes all that is in a folder, but not the folder. */
static bool empty_folder(const char *path) {
    DIR *folder = opendir(path);
    bool done = folder != NULL;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            char child[4096];
            snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
            done &= removed(child);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return done;
}

static bool removed(const char *path) {
    struct stat status;
    bool folder = lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    bool done = folder && recursive ? empty_folder(path) && rmdir(path) == 0 : unlink(path) == 0;
    if (!done && !(force && errno == ENOENT)) {
        warn("%s", path);
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    int status = 0;
    for (int option; (option = getopt(argc, argv, "fr")) != -1;) {
        if (option == '?') {
            return 2;
        }
        force |= option == 'f';
        recursive |= option == 'r';
    }
    for (int i = optind; i < argc; i++) {
        status |= !removed(argv[i]);
    }
    return status;
}
