/* From the initial stack to main and exit. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "thread.h"

int main(int argc, char **argv, char **envp);
_Noreturn void __start(long *stack);

char **environ;
char *program_invocation_short_name = "";
static unsigned long *auxiliary;

/* The auxiliary vector follows the NULL that ends the environment. */
_Noreturn void __start(long *stack) {
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    environ = argv + argc + 1;
    char **end = environ;
    while (*end != NULL) {
        end++;
    }
    auxiliary = (unsigned long *)(end + 1);
    __start_threads();
    if (argc > 0) {
        char *slash = strrchr(argv[0], '/');
        program_invocation_short_name = slash != NULL ? slash + 1 : argv[0];
    }
    exit(main(argc, argv, environ));
}

unsigned long getauxval(unsigned long type) {
    for (unsigned long *entry = auxiliary; entry[0] != AT_NULL; entry += 2) {
        if (entry[0] == type) {
            return entry[1];
        }
    }
    return 0;
}
