/* The signal mask of sigsetjmp and siglongjmp, kept behind the registers of jmp_buf. */

#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

enum { SAVED = 26, MASK = 27 };

void __save_mask(sigjmp_buf environment, int save_mask);

void __save_mask(sigjmp_buf environment, int save_mask) {
    environment[SAVED] = (unsigned long)save_mask;
    if (save_mask) {
        sigprocmask(SIG_BLOCK, NULL, &environment[MASK]);
    }
}

_Noreturn void siglongjmp(sigjmp_buf environment, int value) {
    if (environment[SAVED]) {
        sigprocmask(SIG_SETMASK, &environment[MASK], NULL);
    }
    longjmp(environment, value);
}
