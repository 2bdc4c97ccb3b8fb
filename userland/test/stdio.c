/* The standard streams of C: formatting, buffering, positions, pushing back, reading lines. */

#include "check.h"

#include <fcntl.h>

static const char NAME[] = "file";

static void formatting(void) {
    printf("[%d|%5d|%-5d|%05d|%+d|%x|%#X|%o|%u]\n", -42, 42, 42, 42, 42, 255, 255, 8, 3000000000u);
    printf("[%ld|%lld|%zu|%hhd|%c|%%|%s|%.2s|%10s|%-10s|]\n", -1L, 1LL << 40, (size_t)7, 300, 'x',
           "text", "text", "right", "left");
    printf("[%f|%.2f|%e|%.3e|%g|%g|%g|%10.3f|%-10.1f|%+.0f]\n", 3.14159, 2.675, 12345.678, 1e-10,
           0.0001, 1e20, 100000.0, -2.5, 7.25, 2.5);
    printf("[%.17g|%.20f|%g|%g|%g]\n", 0.1, 0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308);
    printf("[%*d|%-*d|%.*f]\n", 6, 1, 6, 2, 3, 2.0 / 3);
    char small[8];
    CHECK(snprintf(small, sizeof small, "%s", "longer than that") == 16);
    CHECK(strcmp(small, "longer ") == 0);
}

static void files(void) {
    FILE *file = fopen(NAME, "w+");
    CHECK(file != NULL);
    for (int i = 0; i < 2000; i++) {
        fprintf(file, "line %d\n", i);
    }
    CHECK(ftell(file) == 18890);
    rewind(file);
    char line[64];
    int lines = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        int number = -1;
        CHECK(sscanf(line, "line %d", &number) == 1 && number == lines);
        lines++;
    }
    CHECK(lines == 2000 && feof(file) && !ferror(file));
    CHECK(fseek(file, 7, SEEK_SET) == 0 && !feof(file) && fgetc(file) == 'l');
    CHECK(ungetc('L', file) == 'L' && ftell(file) == 7 && fgetc(file) == 'L');
    CHECK(fseek(file, -5, SEEK_END) == 0 && fread(line, 1, 10, file) == 5);
    CHECK(memcmp(line, "1999\n", 5) == 0);
    CHECK(fclose(file) == 0);
    printf("%d lines\n", lines);
}

static void modes(void) {
    FILE *file = fopen(NAME, "a");
    CHECK(fputs("more", file) >= 0 && fclose(file) == 0);
    file = fopen(NAME, "r");
    CHECK(fseek(file, -9, SEEK_END) == 0);
    char *line = NULL;
    size_t size = 0;
    CHECK(getline(&line, &size, file) == 5 && strcmp(line, "1999\n") == 0);
    CHECK(getline(&line, &size, file) == 4 && strcmp(line, "more") == 0);
    CHECK(getline(&line, &size, file) == -1);
    CHECK(fputc('x', file) == EOF && ferror(file));
    fclose(file);
    free(line);
    CHECK(fopen("/nonexistent/x", "w") == NULL && errno == ENOENT);
    CHECK(fopen(NAME, "q") == NULL && errno == EINVAL);
    unlink(NAME);
    puts("modes");
}

/* What has arrived in a pipe after each call shows when a stream writes. */
static int arrived(int fd) {
    char data[256];
    ssize_t got = read(fd, data, sizeof data);
    return got < 0 ? 0 : (int)got;
}

static void buffering(void) {
    int ends[2];
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    FILE *stream = fdopen(ends[1], "w");
    fputs("line\n", stream);
    CHECK(arrived(ends[0]) == 0);
    fflush(stream);
    CHECK(arrived(ends[0]) == 5);
    setvbuf(stream, NULL, _IOLBF, 256);
    fputs("half", stream);
    CHECK(arrived(ends[0]) == 0);
    fputs(" line\n", stream);
    CHECK(arrived(ends[0]) == 10);
    setvbuf(stream, NULL, _IONBF, 0);
    fputc('x', stream);
    CHECK(arrived(ends[0]) == 1);
    fclose(stream);
    close(ends[0]);
    puts("buffering");
}

int main(void) {
    formatting();
    scratch();
    files();
    modes();
    buffering();
    return finish();
}
