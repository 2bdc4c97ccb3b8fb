/*
 * date: prints the date and time (UTC).
 *
 *     date [+FORMAT]        FORMAT as of strftime: +%F prints 2026-01-31
 */

#include <stdio.h>
#include <time.h>

int main(int argc, char **argv) {
    char text[256];
    time_t now = time(NULL);
    const char *format = argc > 1 && argv[1][0] == '+' ? argv[1] + 1 : "%a %b %e %H:%M:%S %Z %Y";
    strftime(text, sizeof text, format, localtime(&now));
    puts(text);
    return 0;
}
