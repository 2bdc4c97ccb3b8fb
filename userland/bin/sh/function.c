/* Functions, and the positional parameters that each call has of its own. */

#include <stdlib.h>
#include <string.h>

#include "sh.h"

enum { DEEPEST = 1000 };

/* A function holds the program that it was written in; a call holds it too, since the function
   may be defined anew meanwhile. */
struct function {
    struct function *next;
    struct program *program;
    const struct command *body;
    char name[];
};

static struct function *functions;

static struct function **find(const char *name) {
    struct function **link = &functions;
    while (*link != NULL && strcmp((*link)->name, name) != 0) {
        link = &(*link)->next;
    }
    return link;
}

struct function *function_find(const char *name) { return *find(name); }

bool function_unset(const char *name) {
    struct function **link = find(name);
    struct function *function = *link;
    if (function == NULL) {
        return false;
    }
    *link = function->next;
    program_release(function->program);
    free(function);
    return true;
}

void function_define(const struct command *command) {
    const char *name = command->words.item[0];
    struct function *function = calloc(1, sizeof *function + strlen(name) + 1);
    program_hold(command->program);
    function_unset(name);
    strcpy(function->name, name);
    function->program = command->program;
    function->body = command->first;
    function->next = functions;
    functions = function;
}

/* Copies the values, and frees those that were copied before. */
void positional_set(char **values) {
    size_t count = 0;
    while (values[count] != NULL) {
        count++;
    }
    char **copy = calloc(count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = strdup(values[i]);
    }
    for (char **old = shell.owned; old != NULL && *old != NULL; old++) {
        free(*old);
    }
    free(shell.owned);
    shell.positional = shell.owned = copy;
}

/* The call has its own $1 and so on, local variables and loops; `return` ends it. */
int function_call(struct function *function, char **arguments) {
    struct program *program = function->program;
    struct shell outer = shell;
    kept_mark variables = variables_mark();
    if (shell.function_depth == DEEPEST) {
        return complain(2, function->name, "functions are nested too deeply");
    }
    program_hold(program);
    shell.owned = NULL;
    positional_set(arguments + 1);
    shell.loop_depth = 0;
    shell.function_depth++;
    int status = execute(function->body);
    char *none[] = {NULL};
    positional_set(none);
    free(shell.owned);
    shell.positional = outer.positional;
    shell.owned = outer.owned;
    shell.loop_depth = outer.loop_depth;
    shell.function_depth--;
    shell.returning = false;
    variables_restore(variables);
    program_release(program);
    return status;
}
