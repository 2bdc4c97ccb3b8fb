/* membarrier: what there is, and who must have registered. */

#include "check.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>

/* Older headers do not know it. */
enum { GET_REGISTRATIONS = 1 << 9 };

static long barrier(int command, int flags) { return syscall(SYS_membarrier, command, flags, 0); }

static void everybodys(void) {
    const int wanted[] = {MEMBARRIER_CMD_GLOBAL,
                          MEMBARRIER_CMD_GLOBAL_EXPEDITED,
                          MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED,
                          MEMBARRIER_CMD_PRIVATE_EXPEDITED,
                          MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
                          MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE,
                          MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE};
    long commands = barrier(MEMBARRIER_CMD_QUERY, 0);
    for (unsigned i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        CHECK((commands & wanted[i]) != 0);
    }
    CHECK(barrier(MEMBARRIER_CMD_GLOBAL, 0) == 0);
    CHECK(barrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0) == 0);
    CHECK(barrier(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0) == 0);
    CHECK(barrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0) == 0);
    FAILS(barrier(MEMBARRIER_CMD_QUERY, 2), EINVAL);
    FAILS(barrier(MEMBARRIER_CMD_GLOBAL, 1), EINVAL);
    FAILS(barrier(MEMBARRIER_CMD_GLOBAL | MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0), EINVAL);
    FAILS(barrier(1 << 20, 0), EINVAL);
    puts("everybody's");
}

static void registered(void) {
    CHECK(barrier(GET_REGISTRATIONS, 0) == MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED);
    FAILS(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0), EPERM);
    FAILS(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0), EPERM);
    CHECK(barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0) == 0);
    FAILS(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0), EPERM);
    CHECK(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0) == 0);
    CHECK(barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0) == 0);
    CHECK(barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0) == 0);
    const long registrations = MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED |
                               MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED |
                               MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE;
    CHECK(barrier(GET_REGISTRATIONS, 0) == registrations);
    CHECK(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) == 0);
    puts("registered");
}

/* A child has what its parent registered. */
static void inherited(void) {
    pid_t child = split();
    if (child == 0) {
        CHECK(barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("inherited");
}

int main(void) {
    everybodys();
    registered();
    inherited();
    return finish();
}
