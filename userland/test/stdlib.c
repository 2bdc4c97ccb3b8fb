/* The rest of the C library: numbers, sorting, strings, jumps, environment, calendar. */

#include "check.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <time.h>

static void numbers(void) {
    char *end;
    CHECK(strtol("  -123abc", &end, 10) == -123 && strcmp(end, "abc") == 0);
    CHECK(strtol("0x1F", NULL, 0) == 31 && strtol("077", NULL, 0) == 63);
    CHECK(strtol("zz", NULL, 36) == 35 * 36 + 35);
    errno = 0;
    CHECK(strtol("99999999999999999999", NULL, 10) == INT64_MAX && errno == ERANGE);
    CHECK(strtod("1e-3x", &end) == 0.001 && *end == 'x');
    CHECK(strtod("9007199254740993", NULL) == 9007199254740992.0);
    CHECK(strtod("4.9406564584124654e-324", NULL) > 0);
    CHECK(atoi("42") == 42 && abs(-3) == 3 && div(-7, 2).quot == -3 && div(-7, 2).rem == -1);
    puts("numbers");
}

static int by_value(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

static void sorting(void) {
    enum { COUNT = 1000 };
    static int values[COUNT];
    for (int i = 0; i < COUNT; i++) {
        values[i] = i * 7919 % COUNT;
    }
    qsort(values, COUNT, sizeof *values, by_value);
    for (int i = 0; i < COUNT; i++) {
        CHECK(values[i] == i);
    }
    int key = 357, missing = COUNT;
    int *found = bsearch(&key, values, COUNT, sizeof *values, by_value);
    CHECK(found == values + 357);
    CHECK(bsearch(&missing, values, COUNT, sizeof *values, by_value) == NULL);
    puts("sorting");
}

static void strings(void) {
    char text[64] = "one,two;;three";
    char *rest, *word = strtok_r(text, ",;", &rest);
    for (int i = 0; word != NULL; i++) {
        printf("word %d: %s\n", i, word);
        word = strtok_r(NULL, ",;", &rest);
    }
    CHECK(strcmp("abc", "abd") < 0 && strncmp("abc", "abd", 2) == 0 && strcasecmp("A", "a") == 0);
    CHECK(strcmp(strstr("haystack", "st"), "stack") == 0 && strstr("a", "b") == NULL);
    CHECK(strspn("aabbc", "ab") == 4 && strcspn("aabbc", "c") == 4);
    CHECK(strcmp(strrchr("/a/b", '/'), "/b") == 0 && strchr("ab", 'x') == NULL);
    char overlap[] = "0123456789";
    memmove(overlap + 2, overlap, 6);
    CHECK(strcmp(overlap, "0101234589") == 0);
    memmove(overlap, overlap + 2, 6);
    CHECK(strcmp(overlap, "0123454589") == 0);
    CHECK(isalpha('x') && !isdigit('x') && toupper('x') == 'X' && isspace('\t'));
    CHECK(strcmp(strerror(ENOENT), "No such file or directory") == 0);
    CHECK(strcmp(strsignal(SIGSEGV), "Segmentation fault") == 0);
}

static jmp_buf back;

static void deeper(int depth) {
    if (depth == 0) {
        longjmp(back, 5);
    }
    deeper(depth - 1);
}

static void jumps(void) {
    volatile int before = 1;
    int value = setjmp(back);
    if (value == 0) {
        before = 2;
        deeper(10);
    }
    CHECK(value == 5 && before == 2);
    puts("jumps");
}

static void environment(void) {
    CHECK(setenv("NAME", "value", 1) == 0 && strcmp(getenv("NAME"), "value") == 0);
    CHECK(setenv("NAME", "other", 0) == 0 && strcmp(getenv("NAME"), "value") == 0);
    CHECK(unsetenv("NAME") == 0 && getenv("NAME") == NULL);
    FAILS(setenv("A=B", "x", 1), EINVAL);
    puts("environment");
}

static void calendar(void) {
    static const time_t times[] = {0, 951782400, 1772323199, -1, 4102444800};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char text[64];
        struct tm fields;
        gmtime_r(&times[i], &fields);
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %j", &fields);
        printf("%ld: %s\n", (long)times[i], text);
        CHECK(timegm(&fields) == times[i]);
    }
}

static void mathematics(void) {
    CHECK(sqrt(2) * sqrt(2) - 2 < 1e-15 && floor(-1.5) == -2 && ceil(-1.5) == -1);
    CHECK(fabs(sin(1) * sin(1) + cos(1) * cos(1) - 1) < 1e-15 && fmod(7.5, 2) == 1.5);
    printf("%.12f %.12f %.12f %.12f\n", exp(1), log(10), pow(2, 0.5), atan2(1, -1));
}

int main(void) {
    numbers();
    sorting();
    strings();
    jumps();
    environment();
    calendar();
    mathematics();
    return finish();
}
