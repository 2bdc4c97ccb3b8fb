/* help: tells what there is to run. */

#include <stdio.h>
#include <stdlib.h>

int main(void) {
    puts("The shell: a | b; ; && || &; < > >> 2> <<; if while for case; f() { ...; }; $((1 + 2)).");
    puts("Built in: cd read set trap printf test jobs fg bg wait ...; `type NAME` tells what it is.");
    puts("Ctrl-C ends what runs in the foreground, Ctrl-Z stops it, Ctrl-D or exit leaves.");
    puts("");
    puts("Programs (/bin):");
    fflush(stdout);
    system("ls /bin");
    puts("\nExamples (/examples), each with its source beside it; try: cat /examples/join.c");
    fflush(stdout);
    system("cd /examples && ls | grep -v '\\.c$'");
    puts("\nTests of the kernel are in /test.");
    return 0;
}
