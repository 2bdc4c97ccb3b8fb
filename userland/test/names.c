/* Names of files: renaming over, removing open files, links, folders, the current folder. */

#include "check.h"

#include <fcntl.h>

static void put(const char *name, const char *text) {
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static bool holds(const char *name, const char *text) {
    char data[64] = "";
    int fd = open(name, O_RDONLY);
    bool same = fd >= 0 && read(fd, data, sizeof data - 1) >= 0 && strcmp(data, text) == 0;
    close(fd);
    return same;
}

static void renaming(void) {
    put("a", "first");
    put("b", "second");
    CHECK(rename("a", "b") == 0);
    CHECK(holds("b", "first"));
    FAILS(open("a", O_RDONLY), ENOENT);
    FAILS(rename("a", "b"), ENOENT);
    CHECK(rename("b", "b") == 0 && holds("b", "first"));
    CHECK(mkdir("d", 0755) == 0 && rename("b", "d/c") == 0 && holds("d/c", "first"));
    FAILS(rename("d", "d/inside"), EINVAL);
    puts("renaming");
}

static void removing(void) {
    char data[8];
    put("open", "still");
    int fd = open("open", O_RDWR);
    CHECK(unlink("open") == 0);
    FAILS(open("open", O_RDONLY), ENOENT);
    struct stat status;
    CHECK(fstat(fd, &status) == 0 && status.st_nlink == 0);
    CHECK(read(fd, data, 8) == 5 && write(fd, "!", 1) == 1);
    put("open", "another");
    CHECK(pread(fd, data, 8, 0) == 6 && memcmp(data, "still!", 6) == 0);
    close(fd);
    CHECK(unlink("open") == 0);
    puts("removing an open file");
}

static void linking(void) {
    struct stat status, other;
    put("one", "linked");
    CHECK(link("one", "two") == 0);
    CHECK(stat("one", &status) == 0 && stat("two", &other) == 0);
    CHECK(status.st_ino == other.st_ino && status.st_nlink == 2);
    CHECK(unlink("one") == 0 && holds("two", "linked"));
    CHECK(stat("two", &status) == 0 && status.st_nlink == 1);
    FAILS(link("two", "two"), EEXIST);
    char target[16] = "";
    CHECK(symlink("two", "sym") == 0 && holds("sym", "linked"));
    CHECK(readlink("sym", target, sizeof target) == 3 && strcmp(target, "two") == 0);
    CHECK(lstat("sym", &status) == 0 && S_ISLNK(status.st_mode));
    CHECK(stat("sym", &status) == 0 && S_ISREG(status.st_mode));
    CHECK(symlink("loop", "loop") == 0);
    FAILS(open("loop", O_RDONLY), ELOOP);
    CHECK(unlink("two") == 0 && unlink("sym") == 0 && unlink("loop") == 0);
    puts("linking");
}

static void folders(void) {
    char path[256], inside[64], file[64];
    snprintf(inside, sizeof inside, "%s/d", scratch_folder);
    snprintf(file, sizeof file, "%s//c", inside);
    FAILS(mkdir("d", 0755), EEXIST);
    FAILS(rmdir("d"), ENOTEMPTY);
    FAILS(unlink("d"), EISDIR);
    FAILS(rmdir("d/c"), ENOTDIR);
    FAILS(open("d/c/x", O_RDONLY), ENOTDIR);
    FAILS(open("d", O_WRONLY), EISDIR);
    CHECK(chdir("d") == 0 && getcwd(path, sizeof path) != NULL);
    CHECK(strcmp(path, inside) == 0);
    CHECK(holds("../d/./c", "first") && holds(file, "first"));
    CHECK(chdir("..") == 0 && unlink("d/c") == 0 && rmdir("d") == 0);
    FAILS(chdir("d"), ENOENT);
    CHECK(getcwd(path, 5) == NULL && errno == ERANGE);
    int here = open(".", O_RDONLY | O_DIRECTORY);
    CHECK(chdir("/") == 0 && fchdir(here) == 0 && getcwd(path, sizeof path) != NULL);
    CHECK(strcmp(path, scratch_folder) == 0);
    close(here);
    puts("folders");
}

int main(void) {
    scratch();
    renaming();
    removing();
    linking();
    folders();
    return finish();
}
