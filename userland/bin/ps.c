/*
 * ps: lists the processes.
 *
 *     ps [-e] [-f]        the options are taken and change nothing: all processes are listed
 *
 * PID and PPID; the hart that ran it last; its state: R ready or running, S waiting, D waiting for
 * a device, T stopped, Z ended and not yet reaped; the processor time it used; its command, in
 * brackets if it has none any more.
 *
 * All is read from /proc/PID/stat and /proc/PID/cmdline (proc(5)).
 */

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Fields of /proc/PID/stat that follow the name, counted from the state on. */
enum { STATE, PPID, UTIME = 11, STIME = 12, PROCESSOR = 36, FIELDS = 37 };

/* Reads a whole small file; its length, or -1 if the process is gone. */
static ssize_t read_file(const char *pid, const char *name, char *data, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        return -1;
    }
    ssize_t length = read(fd, data, size - 1);
    close(fd);
    data[length > 0 ? length : 0] = '\0';
    return length;
}

static void print_time(long ticks) {
    long per_second = sysconf(_SC_CLK_TCK);
    long centiseconds = ticks * 100 / per_second;
    printf("%3ld:%02ld.%02ld ", centiseconds / 6000, centiseconds / 100 % 60, centiseconds % 100);
}

/* The arguments, which cmdline separates by zero bytes. A zombie has none. */
static void print_command(const char *pid, const char *name) {
    char command[1024];
    ssize_t length = read_file(pid, "cmdline", command, sizeof command);
    if (length <= 0) {
        printf("[%s]\n", name);
        return;
    }
    for (ssize_t i = 0; i + 1 < length; i++) {
        command[i] = command[i] == '\0' ? ' ' : command[i];
    }
    puts(command);
}

/* The name is in parentheses and may hold any character, so the last parenthesis ends it. */
static void print_process(const char *pid) {
    char stat[1024];
    char *fields[FIELDS] = {NULL};
    if (read_file(pid, "stat", stat, sizeof stat) <= 0) {
        return;
    }
    char *name = strchr(stat, '('), *end = strrchr(stat, ')');
    if (name == NULL || end == NULL) {
        return;
    }
    *end = '\0';
    char *rest = end + 1;
    int count = 0;
    for (char *field; count < FIELDS && (field = strtok_r(count ? NULL : rest, " \n", &rest));) {
        fields[count++] = field;
    }
    if (count <= STIME) {
        return;
    }
    printf("%5s %5s %4s %-4s ", pid, fields[PPID], count > PROCESSOR ? fields[PROCESSOR] : "?",
           fields[STATE]);
    print_time(atol(fields[UTIME]) + atol(fields[STIME]));
    print_command(pid, name + 1);
}

static int by_number(const void *left, const void *right) {
    return atoi(*(char *const *)left) - atoi(*(char *const *)right);
}

int main(void) {
    char **pids = NULL;
    size_t count = 0;
    DIR *processes = opendir("/proc");
    if (processes == NULL) {
        err(1, "/proc");
    }
    for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
        if (isdigit((unsigned char)entry->d_name[0])) {
            pids = realloc(pids, (count + 1) * sizeof *pids);
            pids[count++] = strdup(entry->d_name);
        }
    }
    closedir(processes);
    qsort(pids, count, sizeof *pids, by_number);
    puts("  PID  PPID HART STAT      TIME COMMAND");
    for (size_t i = 0; i < count; i++) {
        print_process(pids[i]);
    }
    return 0;
}
