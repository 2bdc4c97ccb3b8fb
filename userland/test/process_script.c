/*
 * process_script [SCRIPT]: a family of processes that do what a script says, and tell what they saw.
 *
 * A script is a sequence of steps:
 *
 *     (SCRIPT)   fork a child, which follows SCRIPT; children are numbered from 0
 *     w          wait for any child
 *     w0 ... w9  wait for the child of this number
 *     k0 ... k9  send SIGKILL to a child, t0 ... t9 SIGTERM
 *     s          sleep a little
 *     x0 ... x9  exit with this status; the end of a script is x0
 *
 * Each process writes a line for each of its steps but forks and sleeps: its name (0 for the first,
 * 0.2 for that one's child 2), the step's letter, the child or '-' if there was none, and the status
 * of a child that was reaped. The program ends when the whole family is gone. Without SCRIPT it
 * follows one that gives the same lines on every run.
 */

#include "check.h"

#include <ctype.h>

enum { CHILDREN = 16, NAME_BYTES = 64, NO_CHILD = -1 };

struct member {
    char name[NAME_BYTES];
    pid_t children[CHILDREN]; /* 0 once it was reaped */
    int born;
};

static void say(const struct member *self, char step, int child, int status) {
    char line[NAME_BYTES + 32], number[16] = "-";
    if (child != NO_CHILD) {
        snprintf(number, sizeof number, "%d", child);
    }
    int length = status < 0 ? snprintf(line, sizeof line, "%s %c %s\n", self->name, step, number)
                            : snprintf(line, sizeof line, "%s %c %s %d\n", self->name, step, number, status);
    CHECK(write(STDOUT_FILENO, line, (size_t)length) == length);
}

_Noreturn static void end(const struct member *self, int status) {
    say(self, 'x', status, -1);
    leave(status);
}

/* The number after a step's letter, or NO_CHILD. */
static int number(const char **at) {
    return isdigit((unsigned char)**at) ? *(*at)++ - '0' : NO_CHILD;
}

static int child_with(const struct member *self, pid_t pid) {
    for (int i = 0; i < self->born; i++) {
        if (self->children[i] == pid) {
            return i;
        }
    }
    return NO_CHILD;
}

static bool is_known(const struct member *self, int child) {
    return child != NO_CHILD && child < self->born && self->children[child] != 0;
}

static void await(struct member *self, pid_t pid) {
    int status;
    pid_t ended = waitpid(pid, &status, 0);
    if (ended < 0) {
        CHECK(errno == ECHILD);
        say(self, 'w', NO_CHILD, -1);
        return;
    }
    int child = child_with(self, ended);
    if (!CHECK(child != NO_CHILD)) {
        return;
    }
    self->children[child] = 0;
    say(self, 'w', child, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void await_child(struct member *self, int child) {
    if (is_known(self, child)) {
        await(self, self->children[child]);
    } else {
        say(self, 'w', NO_CHILD, -1);
    }
}

static void end_child(struct member *self, char step, int child) {
    bool known = is_known(self, child);
    if (known) {
        CHECK(kill(self->children[child], step == 'k' ? SIGKILL : SIGTERM) == 0);
    }
    say(self, step, known ? child : NO_CHILD, -1);
}

/* The end of the script that begins before `at`. */
static const char *closing(const char *at) {
    for (int depth = 1; *at != '\0'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0) {
            return at + 1;
        }
    }
    return at;
}

static void follow(struct member *self, const char *script);

static void bear(struct member *self, const char *script) {
    if (self->born == CHILDREN) {
        return;
    }
    pid_t pid = split();
    CHECK(pid >= 0);
    if (pid == 0) {
        struct member child = {.born = 0};
        snprintf(child.name, sizeof child.name, "%.50s.%d", self->name, self->born);
        follow(&child, script);
    }
    self->children[self->born++] = pid;
}

static void follow(struct member *self, const char *at) {
    while (*at != '\0' && *at != ')') {
        char step = *at++;
        if (step == '(') {
            bear(self, at);
            at = closing(at);
            continue;
        }
        int argument = number(&at);
        if (step == 'x') {
            end(self, argument);
        } else if (step == 's') {
            usleep(2000);
        } else if (step == 'w' && argument == NO_CHILD) {
            await(self, -1);
        } else if (step == 'w') {
            await_child(self, argument);
        } else {
            end_child(self, step, argument);
        }
    }
    end(self, 0);
}

int main(int argc, char **argv) {
    const char *script = argc > 1 ? argv[1] : "((x3)ww)w(ssssssssssssssssssssssssssssssx1)k1w1w(x4)w2w0x7";
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t first = split();
    if (first == 0) {
        struct member self = {.name = "0"};
        follow(&self, script);
    }
    close(ends[1]); /* The family has it: at the end of file, all are gone. */
    char byte;
    CHECK(read(ends[0], &byte, 1) == 0);
    CHECK(wait_status(first) >= 0);
    return finish();
}
