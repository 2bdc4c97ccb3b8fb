/*
 * yes: prints a line again and again.
 *
 *     yes [TEXT]        y if no text is given
 */

#include <stdio.h>

int main(int argc, char **argv) {
    const char *text = argc > 1 ? argv[1] : "y";
    while (puts(text) != EOF) {
    }
    return 1;
}
