/*
 * Traps: what the shell runs when a signal comes or when it ends. A signal is noted by its
 * handler; its command runs between two commands of the shell.
 */

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

enum { AT_EXIT = 0 };

static char *actions[NSIG]; /* commands; "" ignores the signal, NULL is no trap */
static volatile sig_atomic_t noted[NSIG];
static volatile sig_atomic_t any_noted;

static void note(int number) {
    noted[number] = 1;
    any_noted = 1;
}

bool trap_pending(void) { return any_noted; }

/* Runs a command that leaves $? as it was, unless it ends the shell. */
static void run_action(const char *action) {
    struct shell outer = shell;
    char *copy = strdup(action); /* It may change the trap. */
    shell.returning = shell.loop_next = false;
    shell.loop_exits = 0;
    run_text(copy);
    free(copy);
    shell.status = outer.status;
    shell.returning = outer.returning;
    shell.loop_next = outer.loop_next;
    shell.loop_exits = outer.loop_exits;
}

void traps_run(void) {
    while (any_noted) {
        any_noted = 0;
        for (int number = 1; number < NSIG; number++) {
            bool now = noted[number];
            noted[number] = 0;
            if (now && actions[number] != NULL) {
                run_action(actions[number]);
            }
        }
    }
}

static void set_action(int number, const char *action) {
    struct sigaction handler = {.sa_handler = note};
    free(actions[number]);
    actions[number] = action != NULL ? strdup(action) : NULL;
    if (number == AT_EXIT) {
        return;
    }
    if (action == NULL) {
        jobs_default(number);
    } else if (*action == '\0') {
        signal(number, SIG_IGN);
    } else {
        sigaction(number, &handler, NULL);
    }
}

/* A subshell has only the traps that ignore. */
void traps_reset(void) {
    for (int number = 0; number < NSIG; number++) {
        if (actions[number] != NULL && *actions[number] != '\0') {
            set_action(number, NULL);
        }
        noted[number] = 0;
    }
    any_noted = 0;
}

_Noreturn void leave(int status) {
    char *action = actions[AT_EXIT];
    actions[AT_EXIT] = NULL;
    if (action != NULL) {
        shell.status = status;
        shell.interrupted = false;
        shell.exit_on_error = false;
        run_action(action);
    }
    fflush(stdout);
    exit(status);
}

/* A signal by number or name, with or without SIG; -1 if there is none. */
static int signal_number(const char *name) {
    if (isdigit((unsigned char)*name)) {
        int number = atoi(name);
        return number < NSIG ? number : -1;
    }
    if (strcmp(name, "EXIT") == 0) {
        return AT_EXIT;
    }
    name += strncmp(name, "SIG", 3) == 0 ? 3 : 0;
    for (int number = 1; number < NSIG; number++) {
        const char *known = sigabbrev_np(number);
        if (known != NULL && strcmp(known, name) == 0) {
            return number;
        }
    }
    return -1;
}

/* Text as a word that the shell reads back. */
static void print_quoted(const char *text) {
    putchar('\'');
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' ? "'\\''" : (char[]){*text, '\0'}, stdout);
    }
    putchar('\'');
}

static int list(void) {
    for (int number = 0; number < NSIG; number++) {
        if (actions[number] != NULL) {
            fputs("trap -- ", stdout);
            print_quoted(actions[number]);
            printf(" %s\n", number == AT_EXIT ? "EXIT" : sigabbrev_np(number));
        }
    }
    return 0;
}

/* trap COMMAND SIGNAL...; "-" or no command takes traps back, "" ignores; alone it lists them. */
int builtin_trap(char **arguments) {
    char **argument = arguments + 1;
    argument += *argument != NULL && strcmp(*argument, "--") == 0;
    if (*argument == NULL) {
        return list();
    }
    bool back = argument[1] == NULL || isdigit((unsigned char)**argument);
    const char *action = back || strcmp(*argument, "-") == 0 ? NULL : *argument;
    int status = 0;
    for (argument += !back; *argument != NULL; argument++) {
        int number = signal_number(*argument);
        if (number < 0) {
            status = complain(1, *argument, "no such signal");
        } else {
            set_action(number, action);
        }
    }
    return status;
}
