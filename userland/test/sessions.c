/* Process groups and sessions: who is in which, who may change them, signals to groups. */

#include "check.h"

static void inherited(void) {
    pid_t group = getpgrp(), session = getsid(0);
    pid_t child = split();
    if (child == 0) {
        CHECK(getpgrp() == group && getsid(0) == session && getpgid(0) == group);
        CHECK(setpgid(0, 0) == 0 && getpgrp() == getpid());
        CHECK(getsid(0) == session);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("inherited");
}

static void new_session(void) {
    pid_t child = split();
    if (child == 0) {
        CHECK(setsid() == getpid());
        CHECK(getpgrp() == getpid() && getsid(0) == getpid());
        FAILS(setsid(), EPERM); /* A group's leader cannot start a session. */
        FAILS(setpgid(0, 0), EPERM);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("new session");
}

static void not_allowed(void) {
    int ends[2];
    char byte;
    CHECK(pipe(ends) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(setsid() > 0);
        CHECK(write(ends[1], "r", 1) == 1);
        pause();
    }
    CHECK(read(ends[0], &byte, 1) == 1);
    FAILS(setpgid(child, child), EPERM); /* It leads a session. */
    FAILS(setpgid(0, child), EPERM);     /* A group of another session. */
    FAILS(setpgid(0, 0x3fffffff), EPERM);
    kill(child, SIGKILL);
    CHECK(wait_status(child) == 128 + SIGKILL);
    puts("not allowed");
}

static void signals_to_groups(void) {
    pid_t members[3];
    for (int i = 0; i < 3; i++) {
        members[i] = split();
        if (members[i] == 0) {
            for (;;) {
                pause();
            }
        }
        CHECK(setpgid(members[i], members[0]) == 0);
    }
    CHECK(getpgid(members[2]) == members[0]);
    CHECK(killpg(members[0], 0) == 0);
    CHECK(kill(members[1], SIGTERM) == 0 && wait_status(members[1]) == 128 + SIGTERM);
    CHECK(kill(members[0], SIGINT) == 0 && wait_status(members[0]) == 128 + SIGINT);
    CHECK(killpg(members[0], SIGHUP) == 0); /* The group lives on without its leader. */
    CHECK(wait_status(members[2]) == 128 + SIGHUP);
    FAILS(killpg(members[0], SIGHUP), ESRCH);
    puts("signals to groups");
}

static volatile sig_atomic_t seen;

static void count(int number) {
    (void)number;
    seen++;
}

static void own_group(void) {
    pid_t child = split();
    if (child == 0) {
        setpgid(0, 0);
        signal(SIGUSR1, count);
        pid_t other = split();
        if (other == 0) {
            while (seen == 0) {
                usleep(1000);
            }
            leave(3);
        }
        usleep(20000);
        CHECK(kill(0, SIGUSR1) == 0);
        CHECK(seen == 1 && wait_status(other) == 3);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("kill(0): the own group");
}

int main(void) {
    inherited();
    new_session();
    not_allowed();
    signals_to_groups();
    own_group();
    return finish();
}
