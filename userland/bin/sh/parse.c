/*
 * The grammar:
 *
 *     list      = and_or { (";" | "&" | newline) and_or }
 *     and_or    = pipeline { ("&&" | "||") pipeline }
 *     pipeline  = ["!" | "time"] command { "|" command }
 *     command   = simple | compound { redirection } | NAME "(" ")" compound { redirection }
 *     compound  = "(" list ")" | "{" list "}" | if | while | until | for | case
 *
 * Text that ends too early is INCOMPLETE: the caller gets another line and parses again.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lex.h"

/* A compound command with its redirections, or NULL if none starts here. */
static struct command *parse_compound(struct parser *parser);

static bool at_end_of_list(const struct parser *parser) {
    static const char *const closers[] = {"then", "elif", "else", "fi", "do", "done", "esac", "}"};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        if (at_keyword(parser, closers[i])) {
            return true;
        }
    }
    return parser->token == END || at_operator(parser, ")") || at_operator(parser, ";;");
}

static void skip_newlines(struct parser *parser) {
    while (parser->token == NEWLINE) {
        advance(parser);
    }
}

static void expect_operator(struct parser *parser, const char *text) {
    if (!at_operator(parser, text)) {
        fail(parser);
    }
    advance(parser);
}

static void expect_keyword(struct parser *parser, const char *text) {
    if (!at_keyword(parser, text)) {
        fail(parser);
    }
    advance(parser);
}

static char *take_word(struct parser *parser) {
    if (parser->token != WORD) {
        fail(parser);
    }
    char *word = memory_copy(parser->start, parser->length);
    advance(parser);
    return word;
}

static struct command *node(enum kind kind, struct command *first, struct command *second) {
    struct command *command = memory_get(sizeof *command);
    command->kind = kind;
    command->first = first;
    command->second = second;
    return command;
}

/* The word behind << as it is without quotes; with any, the text is verbatim. The line's end,
   which may be the next token, is where the text is read. */
static void parse_delimiter(struct parser *parser, struct redirection *redirection) {
    if (parser->token != WORD) {
        fail(parser);
    }
    char *word = memory_copy(parser->start, parser->length);
    redirection->verbatim = strpbrk(word, "'\"\\") != NULL;
    redirection->word = "";
    char *end = redirection->delimiter = word;
    for (; *word != '\0'; word++) {
        word += *word == '\\' && word[1] != '\0';
        if (word[0] != '\'' && word[0] != '"') {
            *end++ = *word;
        }
    }
    *end = '\0';
    expect_document(parser, redirection);
    advance(parser);
}

/* The operator and its word. They are kept in the order in which they are to be applied. */
static void parse_redirection(struct parser *parser, struct command *command) {
    struct redirection *redirection = memory_get(sizeof *redirection);
    const char *at = parser->start;
    redirection->fd = *at == '&' ? -2 : isdigit((unsigned char)*at) ? atoi(at) : -1;
    at += *at == '&' ? 1 : (long)strspn(at, "0123456789");
    memcpy(redirection->operator, at, (size_t)(parser->at - at));
    advance(parser);
    if (strncmp(redirection->operator, "<<", 2) == 0) {
        parse_delimiter(parser, redirection);
    } else {
        redirection->word = take_word(parser);
    }
    struct redirection **last = &command->redirections;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = redirection;
}

/* Words and redirections, mixed in any order. */
static struct command *parse_simple(struct parser *parser) {
    struct command *command = node(SIMPLE, NULL, NULL);
    while (parser->token == WORD || parser->token == REDIRECTION) {
        if (parser->token == WORD) {
            words_add(&command->words, take_word(parser));
        } else {
            parse_redirection(parser, command);
        }
    }
    if (command->words.count == 0 && command->redirections == NULL) {
        fail(parser);
    }
    return command;
}

/* A list that is part of a compound command: it must not be empty. */
static struct command *parse_body(struct parser *parser) {
    struct command *list = parse_list(parser);
    if (list == NULL) {
        fail(parser);
    }
    return list;
}

/* After "if" or "elif", up to and with the "fi". */
static struct command *parse_if(struct parser *parser) {
    advance(parser);
    struct command *command = node(IF, parse_body(parser), NULL);
    expect_keyword(parser, "then");
    command->second = parse_body(parser);
    if (at_keyword(parser, "elif")) {
        command->third = parse_if(parser);
        return command;
    }
    if (at_keyword(parser, "else")) {
        advance(parser);
        command->third = parse_body(parser);
    }
    expect_keyword(parser, "fi");
    return command;
}

static struct command *parse_do(struct parser *parser) {
    expect_keyword(parser, "do");
    struct command *body = parse_body(parser);
    expect_keyword(parser, "done");
    return body;
}

static struct command *parse_loop(struct parser *parser, enum kind kind) {
    advance(parser);
    struct command *command = node(kind, parse_body(parser), NULL);
    command->second = parse_do(parser);
    return command;
}

/* for NAME [in WORDS]; do ... done. Without "in": the positional parameters. */
static struct command *parse_for(struct parser *parser) {
    advance(parser);
    struct command *command = node(FOR, NULL, NULL);
    if (!is_name(parser->start, parser->length)) {
        fail(parser);
    }
    words_add(&command->words, take_word(parser));
    skip_newlines(parser);
    if (at_keyword(parser, "in")) {
        advance(parser);
        while (parser->token == WORD) {
            words_add(&command->words, take_word(parser));
        }
    } else {
        words_add(&command->words, "\"$@\"");
    }
    if (at_operator(parser, ";")) {
        advance(parser);
    }
    skip_newlines(parser);
    command->first = parse_do(parser);
    return command;
}

static struct command *parse_group(struct parser *parser) {
    advance(parser);
    struct command *command = node(GROUP, parse_body(parser), NULL);
    expect_keyword(parser, "}");
    return command;
}

static struct command *parse_subshell(struct parser *parser) {
    advance(parser);
    struct command *command = node(SUBSHELL, parse_body(parser), NULL);
    expect_operator(parser, ")");
    return command;
}

/* [(] PATTERN [| PATTERN]... ) [LIST] */
static struct command *parse_item(struct parser *parser) {
    struct command *item = node(ITEM, NULL, NULL);
    if (at_operator(parser, "(")) {
        advance(parser);
    }
    words_add(&item->words, take_word(parser));
    while (at_operator(parser, "|")) {
        advance(parser);
        words_add(&item->words, take_word(parser));
    }
    expect_operator(parser, ")");
    item->first = parse_list(parser);
    return item;
}

/* case WORD in ITEM ;; ITEM ;; esac */
static struct command *parse_case(struct parser *parser) {
    advance(parser);
    struct command *command = node(CASE, NULL, NULL);
    struct command **next = &command->first;
    words_add(&command->words, take_word(parser));
    skip_newlines(parser);
    expect_keyword(parser, "in");
    skip_newlines(parser);
    while (!at_keyword(parser, "esac")) {
        *next = parse_item(parser);
        next = &(*next)->second;
        if (!at_operator(parser, ";;")) {
            break;
        }
        advance(parser);
        skip_newlines(parser);
    }
    expect_keyword(parser, "esac");
    return command;
}

/* A compound command without its redirections, or NULL if none starts here. */
static struct command *parse_bare(struct parser *parser) {
    if (at_operator(parser, "(")) {
        return parse_subshell(parser);
    }
    if (at_keyword(parser, "{")) {
        return parse_group(parser);
    }
    if (at_keyword(parser, "if")) {
        return parse_if(parser);
    }
    if (at_keyword(parser, "for")) {
        return parse_for(parser);
    }
    if (at_keyword(parser, "case")) {
        return parse_case(parser);
    }
    if (at_keyword(parser, "while") || at_keyword(parser, "until")) {
        return parse_loop(parser, at_keyword(parser, "while") ? WHILE : UNTIL);
    }
    return NULL;
}

static bool at_function(const struct parser *parser) {
    return parser->token == WORD && is_name(parser->start, parser->length) &&
           parser->at[strspn(parser->at, " \t")] == '(';
}

/* NAME ( ) and a compound command with its redirections. */
static struct command *parse_function(struct parser *parser) {
    struct command *command = node(FUNCTION, NULL, NULL);
    words_add(&command->words, take_word(parser));
    expect_operator(parser, "(");
    expect_operator(parser, ")");
    skip_newlines(parser);
    command->first = parse_compound(parser);
    if (command->first == NULL) {
        fail(parser);
    }
    return command;
}

static struct command *parse_compound(struct parser *parser) {
    struct command *command = parse_bare(parser);
    while (command != NULL && parser->token == REDIRECTION) {
        parse_redirection(parser, command);
    }
    return command;
}

/* A compound command, a definition of a function, or a simple command. */
static struct command *parse_command(struct parser *parser) {
    if (at_end_of_list(parser)) {
        fail(parser);
    }
    struct command *command = parse_compound(parser);
    return command != NULL ? command
           : at_function(parser) ? parse_function(parser) : parse_simple(parser);
}

static struct command *parse_piped(struct parser *parser) {
    struct command *command = parse_command(parser);
    if (!at_operator(parser, "|")) {
        return command;
    }
    advance(parser);
    skip_newlines(parser);
    return node(PIPELINE, command, parse_piped(parser));
}

/* Keeps the text from its start to the token behind it, for `jobs` and messages. */
static struct command *parse_pipeline(struct parser *parser) {
    const char *start = parser->start;
    struct command *command;
    if (at_keyword(parser, "!") || at_keyword(parser, "time")) {
        enum kind kind = at_keyword(parser, "!") ? NOT : TIMED;
        advance(parser);
        command = node(kind, parse_pipeline(parser), NULL);
    } else {
        command = parse_piped(parser);
    }
    size_t length = (size_t)(parser->start - start);
    while (length > 0 && isspace((unsigned char)start[length - 1])) {
        length--;
    }
    command->text = memory_copy(start, length);
    return command;
}

/* && and || bind equally, from left to right. */
static struct command *parse_and_or(struct parser *parser) {
    struct command *command = parse_pipeline(parser);
    while (at_operator(parser, "&&") || at_operator(parser, "||")) {
        enum kind kind = at_operator(parser, "&&") ? AND : OR;
        advance(parser);
        skip_newlines(parser);
        struct command *right = parse_pipeline(parser);
        char *text = memory_get(strlen(command->text) + strlen(right->text) + 5);
        sprintf(text, "%s %s %s", command->text, kind == AND ? "&&" : "||", right->text);
        command = node(kind, command, right);
        command->text = text;
    }
    return command;
}

/* Up to the end of text or to what closes the compound command around it. */
struct command *parse_list(struct parser *parser) {
    struct command *list = NULL;
    skip_newlines(parser);
    while (!at_end_of_list(parser)) {
        struct command *command = parse_and_or(parser);
        bool background = at_operator(parser, "&");
        if (background) {
            char *text = command->text;
            command = node(BACKGROUND, command, NULL);
            command->text = text;
        }
        list = list == NULL ? command : node(SEQUENCE, list, command);
        if (background || at_operator(parser, ";")) {
            advance(parser);
        } else if (parser->token != NEWLINE) {
            break;
        }
        skip_newlines(parser);
    }
    return list;
}

/* Lets the definitions of functions know what they are part of. */
static void tell_functions(struct command *command, struct program *program) {
    if (command != NULL) {
        command->program = program;
        tell_functions(command->first, program);
        tell_functions(command->second, program);
        tell_functions(command->third, program);
    }
}

/* What the tree is made of is in its own memory, which longjmp leaves to be released. */
enum outcome parse(const char *text, int line, bool whole, struct program **program) {
    jmp_buf failure;
    mark before = memory_mark();
    struct program *made = memory_get(sizeof *made);
    struct parser *parser = memory_get(sizeof *parser);
    *parser = (struct parser){.text = text, .line = line, .whole = whole, .at = text};
    parser->failure = &failure;
    int outcome = setjmp(failure);
    if (outcome != PARSED) {
        memory_release(before);
        return (enum outcome)outcome;
    }
    advance(parser);
    made->command = parse_list(parser);
    if (parser->token != END) {
        fail(parser);
    }
    tell_functions(made->command, made);
    made->holders = 1;
    made->memory = memory_detach(before);
    *program = made;
    return PARSED;
}

void program_hold(struct program *program) { program->holders++; }

void program_release(struct program *program) {
    if (--program->holders == 0) {
        memory_free(program->memory);
    }
}
