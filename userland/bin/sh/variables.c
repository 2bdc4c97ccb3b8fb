/* Variables: exported ones are the environment itself, the others a list of their own. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

struct local {
    struct local *next;
    char *value;
    char name[];
};

static struct local *locals;

static struct local **find(const char *name) {
    struct local **link = &locals;
    while (*link != NULL && strcmp((*link)->name, name) != 0) {
        link = &(*link)->next;
    }
    return link;
}

bool is_name(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '_' && !isalpha((unsigned char)text[i]) &&
            (i == 0 || !isdigit((unsigned char)text[i]))) {
            return false;
        }
    }
    return length > 0;
}

const char *variable(const char *name) {
    struct local *local = *find(name);
    return local != NULL ? local->value : getenv(name);
}

/* A variable that is exported stays so. */
void variable_set(const char *name, const char *value) {
    if (getenv(name) != NULL) {
        setenv(name, value, 1);
        return;
    }
    struct local **link = find(name);
    if (*link == NULL) {
        *link = calloc(1, sizeof **link + strlen(name) + 1);
        strcpy((*link)->name, name);
    }
    free((*link)->value);
    (*link)->value = strdup(value);
}

static void forget(struct local **link) {
    struct local *local = *link;
    if (local != NULL) {
        *link = local->next;
        free(local->value);
        free(local);
    }
}

void variable_export(const char *name) {
    struct local **link = find(name);
    setenv(name, *link != NULL ? (*link)->value : "", 0);
    forget(link);
}

void variable_unset(const char *name) {
    forget(find(name));
    unsetenv(name);
}
