/* Variables: exported ones are the environment itself, the others a list of their own. */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

struct local {
    struct local *next;
    char *value;
    char name[];
};

/* What a variable was; value is NULL if it was not set. */
struct kept {
    struct kept *below;
    char *value;
    bool exported;
    char name[];
};

static struct local *locals;
static struct kept *kept;

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
    char *before = (*link)->value;
    (*link)->value = strdup(value);
    free(before);
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

void variables_list(void) {
    for (struct local *local = locals; local != NULL; local = local->next) {
        printf("%s=%s\n", local->name, local->value);
    }
    for (char **definition = environ; *definition != NULL; definition++) {
        puts(*definition);
    }
}

kept_mark variables_mark(void) { return kept; }

void variable_keep(const char *name) {
    const char *value = variable(name);
    struct kept *entry = calloc(1, sizeof *entry + strlen(name) + 1);
    strcpy(entry->name, name);
    entry->value = value != NULL ? strdup(value) : NULL;
    entry->exported = getenv(name) != NULL;
    entry->below = kept;
    kept = entry;
}

void variables_restore(kept_mark to) {
    while (kept != to) {
        struct kept *entry = kept;
        kept = entry->below;
        variable_unset(entry->name);
        if (entry->value != NULL) {
            variable_set(entry->name, entry->value);
        }
        if (entry->exported) {
            variable_export(entry->name);
        }
        free(entry->value);
        free(entry);
    }
}
