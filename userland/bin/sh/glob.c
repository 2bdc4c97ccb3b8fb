/* Pathname expansion: patterns with *, ? and [...]. */

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sh.h"

static const struct class {
    const char *name;
    int (*has)(int c);
} classes[] = {
    {"[:alnum:]", isalnum}, {"[:alpha:]", isalpha}, {"[:blank:]", isblank}, {"[:cntrl:]", iscntrl},
    {"[:digit:]", isdigit}, {"[:graph:]", isgraph}, {"[:lower:]", islower}, {"[:print:]", isprint},
    {"[:punct:]", ispunct}, {"[:space:]", isspace}, {"[:upper:]", isupper},
    {"[:xdigit:]", isxdigit},
};

static const struct class *class_at(const char *set) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strncmp(set, classes[i].name, strlen(classes[i].name)) == 0) {
            return &classes[i];
        }
    }
    return NULL;
}

/* Takes a character of a set, which a backslash may quote. */
static char take(const char **set) {
    *set += **set == '\\' && (*set)[1] != '\0';
    return *(*set)++;
}

/* Matches c against the set behind a bracket; *end is set behind it, or NULL if it has no end. */
static bool in_set(const char *set, char c, const char **end) {
    bool negated = *set == '!' || *set == '^';
    bool found = false;
    set += negated;
    for (const char *first = set; *set != '\0' && (*set != ']' || set == first);) {
        const struct class *class = class_at(set);
        if (class != NULL) {
            found |= class->has((unsigned char)c) != 0;
            set += strlen(class->name);
            continue;
        }
        char from = take(&set), to = from;
        if (set[0] == '-' && set[1] != ']' && set[1] != '\0') {
            set++;
            to = take(&set);
        }
        found |= c >= from && c <= to;
    }
    *end = *set == ']' ? set + 1 : NULL;
    return found != negated;
}

/* A star takes as little as it can, and more if the rest then does not match. */
bool matches(const char *pattern, const char *text) {
    for (; *pattern != '\0'; text++) {
        if (*pattern == '*') {
            return matches(pattern + 1, text) || (*text != '\0' && matches(pattern, text + 1));
        }
        if (*text == '\0') {
            return false;
        }
        const char *behind = NULL;
        bool found = *pattern == '[' && in_set(pattern + 1, *text, &behind);
        if (behind != NULL) {
            if (!found) {
                return false;
            }
            pattern = behind;
            continue;
        }
        bool any = *pattern == '?';
        pattern += *pattern == '\\' && pattern[1] != '\0';
        if (!any && *pattern != *text) {
            return false;
        }
        pattern++;
    }
    return *text == '\0';
}

/* An opening bracket is one only if a closing one follows. */
bool has_wildcards(const char *pattern) {
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '\\' && pattern[1] != '\0') {
            pattern++;
        } else if (*pattern == '*' || *pattern == '?' ||
                   (*pattern == '[' && strchr(pattern, ']') != NULL)) {
            return true;
        }
    }
    return false;
}

char *unescaped(const char *pattern) {
    char *text = memory_get(strlen(pattern) + 1);
    char *end = text;
    for (; *pattern != '\0'; pattern++) {
        pattern += *pattern == '\\' && pattern[1] != '\0';
        *end++ = *pattern;
    }
    return text;
}

static char *join(const char *left, const char *right) {
    char *joined = memory_get(strlen(left) + strlen(right) + 1);
    strcpy(stpcpy(joined, left), right);
    return joined;
}

/* Finds what `pattern` matches below `folder`, a path that is empty or ends in a slash. */
static void search(struct words *paths, char *folder, const char *pattern) {
    size_t length = strcspn(pattern, "/");
    char *part = memory_copy(pattern, length);
    const char *rest = pattern + length + strspn(pattern + length, "/");
    if (!has_wildcards(part)) {
        struct stat status;
        char *path = join(join(folder, unescaped(part)), pattern[length] == '/' ? "/" : "");
        if (*rest != '\0') {
            search(paths, path, rest);
        } else if (lstat(path, &status) == 0) {
            words_add(paths, path);
        }
        return;
    }
    DIR *directory = opendir(*folder == '\0' ? "." : folder);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        bool hidden = entry->d_name[0] == '.' && *part != '.';
        if (hidden || !matches(part, entry->d_name)) {
            continue;
        }
        char *path = join(folder, entry->d_name);
        if (pattern[length] == '\0') {
            words_add(paths, path);
        } else {
            search(paths, join(path, "/"), rest);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
}

static int compare(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

bool glob_add(struct words *paths, const char *pattern) {
    int before = paths->count;
    size_t slashes = strspn(pattern, "/");
    search(paths, memory_copy(pattern, slashes), pattern + slashes);
    size_t found = (size_t)(paths->count - before);
    qsort(paths->item + before, found, sizeof *paths->item, compare);
    return found > 0;
}
