/* Reading folders: many entries, kinds, starting over, and entries that vanish meanwhile. */

#include "check.h"

#include <dirent.h>
#include <fcntl.h>

enum { FILES = 300 };

static const char FOLDER[] = "many";

static void path_of(char path[64], int number) {
    snprintf(path, 64, "%s/file-%03d", FOLDER, number);
}

static int count(DIR *folder, bool seen[FILES]) {
    int entries = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL; entries++) {
        int number;
        if (sscanf(entry->d_name, "file-%d", &number) == 1) {
            CHECK(number >= 0 && number < FILES && !seen[number]);
            seen[number] = true;
            CHECK(entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN);
        } else if (strcmp(entry->d_name, "sub") == 0) {
            CHECK(entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN);
        } else {
            CHECK(strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
        }
    }
    return entries;
}

int main(void) {
    char path[64];
    bool first[FILES] = {false}, second[FILES] = {false};
    scratch();
    CHECK(mkdir(FOLDER, 0755) == 0);
    for (int i = 0; i < FILES; i++) {
        path_of(path, i);
        close(open(path, O_WRONLY | O_CREAT, 0644));
    }
    snprintf(path, sizeof path, "%s/sub", FOLDER);
    CHECK(mkdir(path, 0755) == 0);
    DIR *folder = opendir(FOLDER);
    CHECK(folder != NULL);
    int entries = count(folder, first);
    printf("%d entries\n", entries);
    CHECK(entries == FILES + 3);
    CHECK(readdir(folder) == NULL);
    rewinddir(folder);
    CHECK(count(folder, second) == FILES + 3);
    puts("and again after rewinding");
    closedir(folder);
    struct stat status;
    CHECK(stat(FOLDER, &status) == 0 && S_ISDIR(status.st_mode));
    for (int i = 0; i < FILES; i++) {
        path_of(path, i);
        CHECK(first[i] && second[i] && unlink(path) == 0);
    }
    snprintf(path, sizeof path, "%s/sub", FOLDER);
    CHECK(rmdir(path) == 0 && rmdir(FOLDER) == 0);
    CHECK(opendir(FOLDER) == NULL && errno == ENOENT);
    CHECK(opendir("/dev/null") == NULL && errno == ENOTDIR);
    return finish();
}
