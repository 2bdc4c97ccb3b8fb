/*
 * The environment. The array that the kernel handed over is copied before it is first changed;
 * definitions that setenv replaces are not freed, since getenv may have handed them out.
 */

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **own; /* The array that this file has allocated, if any. */

static size_t count_definitions(void) {
    size_t count = 0;
    while (environ != NULL && environ[count] != NULL) {
        count++;
    }
    return count;
}

static char **find(const char *name, size_t length) {
    for (char **definition = environ; definition != NULL && *definition != NULL; definition++) {
        if (strncmp(*definition, name, length) == 0 && (*definition)[length] == '=') {
            return definition;
        }
    }
    return NULL;
}

static bool valid(const char *name) {
    if (name == NULL || *name == '\0' || strchr(name, '=') != NULL) {
        errno = EINVAL;
        return false;
    }
    return true;
}

/* Makes the array this file's own, with room for one more definition. */
static bool make_room(size_t count) {
    char **array = realloc(own, (count + 2) * sizeof *array);
    if (array == NULL) {
        return false;
    }
    if (own != environ && environ != NULL) {
        memcpy(array, environ, (count + 1) * sizeof *array);
    }
    array[count] = NULL;
    own = environ = array;
    return true;
}

char *getenv(const char *name) {
    size_t length = strlen(name);
    char **definition = find(name, length);
    return definition == NULL ? NULL : *definition + length + 1;
}

/* The definition itself becomes part of the environment. */
int putenv(char *definition) {
    char **old = find(definition, strcspn(definition, "="));
    if (old != NULL) {
        *old = definition;
        return 0;
    }
    size_t count = count_definitions();
    if (!make_room(count)) {
        return -1;
    }
    environ[count] = definition;
    environ[count + 1] = NULL;
    return 0;
}

/* Makes a definition of its own and puts it in. */
int setenv(const char *name, const char *value, int overwrite) {
    if (!valid(name)) {
        return -1;
    }
    if (!overwrite && getenv(name) != NULL) {
        return 0;
    }
    char *definition = malloc(strlen(name) + strlen(value) + 2);
    if (definition == NULL) {
        return -1;
    }
    strcpy(stpcpy(stpcpy(definition, name), "="), value);
    return putenv(definition);
}

int unsetenv(const char *name) {
    if (!valid(name)) {
        return -1;
    }
    char **definition = find(name, strlen(name));
    for (; definition != NULL && *definition != NULL; definition++) {
        definition[0] = definition[1];
    }
    return 0;
}

int clearenv(void) {
    environ = NULL;
    return 0;
}
