/* Strings. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

size_t strlen(const char *text) {
    const char *end = text;
    while (*end != '\0') {
        end++;
    }
    return (size_t)(end - text);
}

size_t strnlen(const char *text, size_t limit) {
    size_t length = 0;
    while (length < limit && text[length] != '\0') {
        length++;
    }
    return length;
}

int strcmp(const char *left, const char *right) {
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return (unsigned char)*left - (unsigned char)*right;
}

int strncmp(const char *left, const char *right, size_t limit) {
    for (; limit > 0; limit--, left++, right++) {
        if (*left != *right || *left == '\0') {
            return (unsigned char)*left - (unsigned char)*right;
        }
    }
    return 0;
}

int strncasecmp(const char *left, const char *right, size_t limit) {
    for (; limit > 0; limit--, left++, right++) {
        int difference = tolower((unsigned char)*left) - tolower((unsigned char)*right);
        if (difference != 0 || *left == '\0') {
            return difference;
        }
    }
    return 0;
}

int strcasecmp(const char *left, const char *right) {
    return strncasecmp(left, right, (size_t)-1);
}

int strcoll(const char *left, const char *right) { return strcmp(left, right); }

char *stpcpy(char *restrict to, const char *restrict from) {
    size_t length = strlen(from);
    memcpy(to, from, length + 1);
    return to + length;
}

char *strcpy(char *restrict to, const char *restrict from) {
    stpcpy(to, from);
    return to;
}

char *strncpy(char *restrict to, const char *restrict from, size_t limit) {
    size_t length = strnlen(from, limit);
    memcpy(to, from, length);
    memset(to + length, 0, limit - length);
    return to;
}

char *strcat(char *restrict to, const char *restrict from) {
    strcpy(to + strlen(to), from);
    return to;
}

char *strncat(char *restrict to, const char *restrict from, size_t limit) {
    char *end = to + strlen(to);
    *(char *)mempcpy(end, from, strnlen(from, limit)) = '\0';
    return to;
}

char *strchrnul(const char *text, int c) {
    while (*text != '\0' && *text != (char)c) {
        text++;
    }
    return (char *)text;
}

char *strchr(const char *text, int c) {
    char *found = strchrnul(text, c);
    return *found == (char)c ? found : NULL;
}

char *strrchr(const char *text, int c) {
    const char *found = NULL;
    do {
        if (*text == (char)c) {
            found = text;
        }
    } while (*text++ != '\0');
    return (char *)found;
}

char *strstr(const char *text, const char *part) {
    size_t length = strlen(part);
    for (; (text = strchrnul(text, *part)), length == 0 || *text != '\0'; text++) {
        if (strncmp(text, part, length) == 0) {
            return (char *)text;
        }
    }
    return NULL;
}

char *strcasestr(const char *text, const char *part) {
    size_t length = strlen(part);
    do {
        if (strncasecmp(text, part, length) == 0) {
            return (char *)text;
        }
    } while (*text++ != '\0');
    return NULL;
}

size_t strspn(const char *text, const char *accept) {
    size_t length = 0;
    while (text[length] != '\0' && strchr(accept, text[length]) != NULL) {
        length++;
    }
    return length;
}

size_t strcspn(const char *text, const char *reject) {
    size_t length = 0;
    while (strchr(reject, text[length]) == NULL) {
        length++;
    }
    return length;
}

char *strpbrk(const char *text, const char *accept) {
    text += strcspn(text, accept);
    return *text == '\0' ? NULL : (char *)text;
}

char *strtok_r(char *restrict text, const char *restrict delimiters, char **restrict rest) {
    char *start = text != NULL ? text : *rest;
    start += strspn(start, delimiters);
    char *end = start + strcspn(start, delimiters);
    *rest = *end == '\0' ? end : end + 1;
    *end = '\0';
    return end == start ? NULL : start;
}

char *strtok(char *restrict text, const char *restrict delimiters) {
    static _Thread_local char *rest;
    return strtok_r(text, delimiters, &rest);
}

char *strsep(char **text, const char *delimiters) {
    char *start = *text;
    if (start == NULL) {
        return NULL;
    }
    char *end = start + strcspn(start, delimiters);
    *text = *end == '\0' ? NULL : end + 1;
    *end = '\0';
    return start;
}

char *strndup(const char *text, size_t limit) {
    size_t length = strnlen(text, limit);
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        *(char *)mempcpy(copy, text, length) = '\0';
    }
    return copy;
}

char *strdup(const char *text) { return strndup(text, (size_t)-1); }
