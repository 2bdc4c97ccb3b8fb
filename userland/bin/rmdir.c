/*
 * rmdir: removes empty folders.
 *
 *     rmdir FOLDER...
 */

#include <err.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int status = 0;
    for (int i = 1; i < argc; i++) {
        if (rmdir(argv[i]) < 0) {
            warn("%s", argv[i]);
            status = 1;
        }
    }
    return status;
}
