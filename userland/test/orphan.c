/* A process whose parent ends gets another parent, and can still be talked to. */

#include "check.h"

int main(void) {
    int up[2], down[2];
    CHECK(pipe(up) == 0 && pipe(down) == 0);
    pid_t middle = split();
    if (middle == 0) {
        pid_t parent = getpid();
        if (split() == 0) {
            char byte;
            CHECK(read(down[0], &byte, 1) == 1); /* Until the parent has been reaped. */
            pid_t adopter = getppid();
            char answer = adopter != parent && adopter != getpid() ? 'y' : 'n';
            CHECK(write(up[1], &answer, 1) == 1);
            leave(failures);
        }
        leave(3);
    }
    CHECK(wait_status(middle) == 3);
    puts("the parent has ended");
    CHECK(write(down[1], "g", 1) == 1);
    char answer = '?';
    CHECK(read(up[0], &answer, 1) == 1);
    CHECK(answer == 'y');
    puts("the orphan has another parent");
    close(up[1]);
    CHECK(read(up[0], &answer, 1) == 0);
    puts("the orphan has ended");
    FAILS(wait(NULL), ECHILD);
    return finish();
}
