/*
 * ls: lists files and folders.
 *
 *     ls [-a] [-l] [-1] [PATH...]
 *
 *     -a: also names that start with a dot
 *     -l: type and permissions, links, owner, size, time of change, name
 *     -1: one name on a line, as when the output is no terminal
 */

#include <dirent.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct file {
    char *name;
    char *path;
    struct stat status;
};

struct listing {
    struct file *file;
    size_t count;
    size_t room;
};

static bool all, detailed;
static int columns; /* of the terminal; 0: one name on a line */
static int failures;

/* Adds a file to a listing, with what lstat tells about it. */
static void add(struct listing *listing, const char *folder, const char *name) {
    char path[4096];
    if (listing->count == listing->room) {
        listing->room = listing->room == 0 ? 64 : 2 * listing->room;
        listing->file = realloc(listing->file, listing->room * sizeof *listing->file);
    }
    snprintf(path, sizeof path, "%s%s%s", folder, *folder != '\0' ? "/" : "", name);
    struct file *file = &listing->file[listing->count];
    if (lstat(path, &file->status) < 0) {
        warn("%s", path);
        failures = 1;
        return;
    }
    file->name = strdup(name);
    file->path = strdup(path);
    listing->count++;
}

static int by_name(const void *left, const void *right) {
    return strcmp(((const struct file *)left)->name, ((const struct file *)right)->name);
}

/* The first letter of a line of ls -l. */
static char type_letter(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return 'd';
    case S_IFCHR:
        return 'c';
    case S_IFBLK:
        return 'b';
    case S_IFIFO:
        return 'p';
    case S_IFLNK:
        return 'l';
    case S_IFSOCK:
        return 's';
    default:
        return '-';
    }
}

static void permissions(mode_t mode, char text[11]) {
    text[0] = type_letter(mode);
    for (int i = 0; i < 9; i++) {
        text[1 + i] = mode >> (8 - i) & 1 ? "rwx"[i % 3] : '-';
    }
    if (mode & S_ISVTX) {
        text[9] = text[9] == 'x' ? 't' : 'T';
    }
    text[10] = '\0';
}

/* A line of ls -l. Devices show their numbers in place of a size. */
static void print_detailed(const struct file *file) {
    const struct stat *status = &file->status;
    char mode[11], size[32], when[32], target[4096];
    permissions(status->st_mode, mode);
    if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode)) {
        snprintf(size, sizeof size, "%u, %u", major(status->st_rdev), minor(status->st_rdev));
    } else {
        snprintf(size, sizeof size, "%ld", status->st_size);
    }
    strftime(when, sizeof when, "%b %e %H:%M", localtime(&status->st_mtime));
    printf("%s %3u %4u %4u %9s %s %s", mode, status->st_nlink, status->st_uid, status->st_gid,
           size, when, file->name);
    ssize_t length = S_ISLNK(status->st_mode) ? readlink(file->path, target, sizeof target) : -1;
    if (length >= 0) {
        printf(" -> %.*s", (int)length, target);
    }
    putchar('\n');
}

/* As many columns as fit, filled from top to bottom. */
static void print_columns(const struct listing *listing) {
    size_t width = 1;
    for (size_t i = 0; i < listing->count; i++) {
        size_t length = strlen(listing->file[i].name) + 2;
        width = length > width ? length : width;
    }
    size_t across = (size_t)columns / width > 0 ? (size_t)columns / width : 1;
    size_t rows = (listing->count + across - 1) / across;
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = row; i < listing->count; i += rows) {
            bool last = i + rows >= listing->count;
            printf("%-*s", last ? 0 : (int)width, listing->file[i].name);
        }
        putchar('\n');
    }
}

/* Prints a listing sorted by name. */
static void print(struct listing *listing) {
    qsort(listing->file, listing->count, sizeof *listing->file, by_name);
    if (columns > 0 && !detailed) {
        print_columns(listing);
        return;
    }
    for (size_t i = 0; i < listing->count; i++) {
        if (detailed) {
            print_detailed(&listing->file[i]);
        } else {
            puts(listing->file[i].name);
        }
    }
}

/* Lists what is in a folder. */
static void list_folder(const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        warn("%s", path);
        failures = 1;
        return;
    }
    struct listing listing = {NULL, 0, 0};
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (all || entry->d_name[0] != '.') {
            add(&listing, path, entry->d_name);
        }
    }
    closedir(folder);
    print(&listing);
}

/* Files first, then what is in each folder, under its name if there are several arguments. */
static void list(char **paths, int count) {
    struct listing files = {NULL, 0, 0}, folders = {NULL, 0, 0};
    for (int i = 0; i < count; i++) {
        struct stat status;
        bool folder = stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode);
        add(folder ? &folders : &files, "", paths[i]);
    }
    print(&files);
    for (size_t i = 0; i < folders.count; i++) {
        if (count > 1) {
            printf("%s%s:\n", i > 0 || files.count > 0 ? "\n" : "", folders.file[i].name);
        }
        list_folder(folders.file[i].name);
    }
}

int main(int argc, char **argv) {
    char *here[] = {"."};
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col > 0 ? size.ws_col : 80;
    }
    for (int option; (option = getopt(argc, argv, "al1")) != -1;) {
        switch (option) {
        case 'a':
            all = true;
            break;
        case 'l':
            detailed = true;
            break;
        case '1':
            columns = 0;
            break;
        default:
            return 2;
        }
    }
    list(optind < argc ? argv + optind : here, optind < argc ? argc - optind : 1);
    return failures;
}
