/*
 * init: the first process, PID 1.
 *
 *     init                        a login shell on the console
 *     init -s                     a shell that reads a script from standard input
 *     init -r PROGRAM [ARG...]    one program
 *
 * It starts the shell or the program, adopts and reaps every orphan until that ends, then ends what
 * is left and exits with the shell's or the program's status (128 plus the signal if a signal ended
 * it). When PID 1 exits, the machine powers off with that status.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MILLISECONDS = 200, STEP_MILLISECONDS = 10 };

/* Descriptors 0, 1 and 2 are the console unless the kernel has opened them already. */
static void open_console(void) {
    if (fcntl(STDIN_FILENO, F_GETFD) >= 0) {
        return;
    }
    int console = open("/dev/console", O_RDWR);
    while (console >= 0 && console < STDERR_FILENO) {
        console = dup(console);
    }
}

static void set_default(const char *name, const char *value) {
    setenv(name, value, getenv(name) != NULL && *getenv(name) == '\0');
}

/* What the session's leader needs so that the terminal sends it Ctrl-C and the like. */
static void start_session(void) {
    setsid();
    ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    if (chdir(getenv("HOME")) < 0) {
        chdir("/");
    }
}

/* Starts the main child; in it, a program that cannot be run is a status as shells have it. */
static pid_t start(char *const arguments[], const char *program, bool session) {
    pid_t child = fork();
    if (child != 0) {
        return child;
    }
    if (session) {
        start_session();
    }
    execvp(program, arguments);
    warn("%s", program);
    _exit(errno == ENOENT ? 127 : 126);
}

static int status_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Reaps everything until the main child ends. */
static int reap_until(pid_t main_child) {
    for (;;) {
        int status;
        pid_t ended = wait(&status);
        if (ended == main_child) {
            return status_of(status);
        }
        if (ended < 0 && errno != EINTR) {
            return 255;
        }
    }
}

/* Whether processes other than init are left, after reaping those that have ended. */
static bool any_left(void) {
    pid_t ended;
    do {
        ended = waitpid(-1, NULL, WNOHANG);
    } while (ended > 0);
    return ended == 0;
}

/* Asks all others to end, and after a while does not ask. */
static void end_others(void) {
    struct timespec step = {0, STEP_MILLISECONDS * 1000000L};
    if (!any_left() || kill(-1, SIGTERM) < 0) {
        return;
    }
    kill(-1, SIGCONT);
    for (int waited = 0; any_left() && waited < PATIENCE_MILLISECONDS;
         waited += STEP_MILLISECONDS) {
        nanosleep(&step, NULL);
    }
    kill(-1, SIGKILL);
    while (wait(NULL) > 0 || errno == EINTR) {
    }
}

int main(int argc, char **argv) {
    char *script[] = {"sh", NULL};
    char *login[] = {"-sh", NULL};
    bool run = argc > 2 && strcmp(argv[1], "-r") == 0;
    bool interactive = argc < 2;
    if (!run && !interactive && strcmp(argv[1], "-s") != 0) {
        errx(2, "usage: init [-s | -r PROGRAM [ARG...]]");
    }
    open_console();
    set_default("PATH", "/bin:/examples:/test");
    set_default("HOME", "/root");
    pid_t child = run ? start(argv + 2, argv[2], false)
                      : start(interactive ? login : script, "/bin/sh", interactive);
    int status = child < 0 ? 255 : reap_until(child);
    end_others();
    if (interactive) {
        printf("The shell has ended with status %d: power off.\n", status);
    }
    return status;
}
