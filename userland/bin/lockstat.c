/*
 * lockstat: how long locks are waited for.
 *
 *     lockstat                     prints what the kernel has counted
 *     lockstat PROGRAM [ARG...]    counts while the program runs, and prints that on standard error
 *
 * Counted are waits in the kernel, for futex words: a free lock is taken without it. Switching the
 * counting on takes the superuser. With a program the status is the program's.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char TABLE[] = "/proc/lock_stat";
static const char SWITCH[] = "/proc/sys/kernel/lock_stat";

static void set(const char *file, const char *value) {
    int fd = open(file, O_WRONLY);
    if (fd < 0 || write(fd, value, strlen(value)) < 0) {
        err(1, "%s", file);
    }
    close(fd);
}

static void print(FILE *out) {
    char line[256];
    FILE *table = fopen(TABLE, "r");
    if (table == NULL) {
        err(1, "%s", TABLE);
    }
    while (fgets(line, sizeof line, table) != NULL) {
        fputs(line, out);
    }
    fclose(table);
}

/* Ctrl-C is for the program: what was counted until then is printed. */
static int run(char **command) {
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], command);
        warn("%s", command[0]);
        _exit(errno == ENOENT ? 127 : 126);
    }
    if (pid < 0) {
        err(1, "fork");
    }
    signal(SIGINT, SIG_IGN);
    while (waitpid(pid, &status, 0) < 0) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        print(stdout);
        return 0;
    }
    if (argv[1][0] == '-') {
        errx(2, "usage: lockstat [PROGRAM [ARG...]]");
    }
    set(TABLE, "0");
    set(SWITCH, "1");
    int status = run(argv + 1);
    set(SWITCH, "0");
    print(stderr);
    return status;
}
