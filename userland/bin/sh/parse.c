/*
 * The grammar:
 *
 *     list      = and_or { (";" | "&" | newline) and_or }
 *     and_or    = pipeline { ("&&" | "||") pipeline }
 *     pipeline  = ["!" | "time"] command { "|" command }
 *     command   = (simple | compound) { redirection }
 *     compound  = "(" list ")" | "{" list "}" | if | while | until | for
 *
 * Text that ends too early is INCOMPLETE: the caller gets another line and parses again.
 */

#include <ctype.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

enum token { WORD, OPERATOR, REDIRECTION, NEWLINE, END };

struct parser {
    const char *at; /* behind the current token */
    enum token token;
    const char *start; /* of the current token */
    size_t length;
    jmp_buf failure;
};

static struct command *parse_list(struct parser *parser);

_Noreturn static void fail(struct parser *parser) {
    if (parser->token == END) {
        longjmp(parser->failure, INCOMPLETE);
    }
    bool newline = parser->token == NEWLINE;
    fprintf(stderr, "sh: syntax error at %s%.*s%s\n", newline ? "" : "'",
            newline ? 11 : (int)parser->length, newline ? "end of line" : parser->start,
            newline ? "" : "'");
    longjmp(parser->failure, WRONG);
}

_Noreturn static void unterminated(struct parser *parser) {
    parser->token = END;
    fail(parser);
}

/* The end of "$(...)", whose parentheses may nest, or of a quoted part. */
static const char *skip_until(struct parser *parser, const char *at, char close) {
    for (; *at != close; at++) {
        if (*at == '\0') {
            unterminated(parser);
        } else if (*at == '\\' && close != '\'' && at[1] != '\0') {
            at++;
        } else if (*at == '(' && close == ')') {
            at = skip_until(parser, at + 1, ')');
        } else if ((*at == '\'' || *at == '"') && close == ')') {
            at = skip_until(parser, at + 1, *at);
        } else if (*at == '$' && at[1] == '(' && close == '"') {
            at = skip_until(parser, at + 2, ')');
        }
    }
    return at;
}

/* The end of a word: the first character outside quotes and expansions that cannot belong to it. */
static const char *skip_word(struct parser *parser, const char *at) {
    for (; *at != '\0' && strchr(" \t\n;&|<>()", *at) == NULL; at++) {
        if (*at == '\\') {
            if (at[1] == '\0') {
                unterminated(parser);
            }
            at++;
        } else if (*at == '\'' || *at == '"') {
            at = skip_until(parser, at + 1, *at);
        } else if (*at == '$' && at[1] == '(') {
            at = skip_until(parser, at + 2, ')');
        } else if (*at == '$' && at[1] == '{') {
            at = skip_until(parser, at + 2, '}');
        }
    }
    return at;
}

/* The length of a redirection operator with its number at `at`, 0 if there is none. */
static size_t redirection_length(const char *at) {
    if (at[0] == '&' && at[1] == '>') {
        return 2;
    }
    size_t digits = strspn(at, "0123456789");
    if (at[digits] != '<' && at[digits] != '>') {
        return 0;
    }
    char second = at[digits + 1];
    return digits + 1 + (second == '&' || second == '>');
}

static size_t operator_length(const char *at) {
    return (*at == '&' || *at == '|') && at[1] == at[0] ? 2 : 1;
}

/* Goes to the next token. A backslash before a newline joins two lines; # starts a comment. */
static void advance(struct parser *parser) {
    const char *at = parser->at;
    while (*at == ' ' || *at == '\t' || (*at == '\\' && at[1] == '\n')) {
        at += *at == '\\' ? 2 : 1;
    }
    if (*at == '#') {
        at = strchrnul(at, '\n');
    }
    parser->start = at;
    if (*at == '\0') {
        parser->token = END;
        parser->length = 0;
    } else if (*at == '\n') {
        parser->token = NEWLINE;
        parser->length = 1;
    } else if ((parser->length = redirection_length(at)) > 0) {
        parser->token = REDIRECTION;
    } else if (strchr(";&|()", *at) != NULL) {
        parser->token = OPERATOR;
        parser->length = operator_length(at);
    } else {
        parser->token = WORD;
        parser->length = (size_t)(skip_word(parser, at) - at);
    }
    parser->at = at + parser->length;
}

static bool at_text(const struct parser *parser, const char *text) {
    return strlen(text) == parser->length && memcmp(parser->start, text, parser->length) == 0;
}

static bool at_operator(const struct parser *parser, const char *text) {
    return parser->token == OPERATOR && at_text(parser, text);
}

static bool at_keyword(const struct parser *parser, const char *text) {
    return parser->token == WORD && at_text(parser, text);
}

static bool at_end_of_list(const struct parser *parser) {
    static const char *const closers[] = {"then", "elif", "else", "fi", "do", "done", "}"};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        if (at_keyword(parser, closers[i])) {
            return true;
        }
    }
    return parser->token == END || at_operator(parser, ")");
}

static void skip_newlines(struct parser *parser) {
    while (parser->token == NEWLINE) {
        advance(parser);
    }
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

/* The operator and its word. They are kept in the order in which they are to be applied. */
static void parse_redirection(struct parser *parser, struct command *command) {
    struct redirection *redirection = memory_get(sizeof *redirection);
    const char *at = parser->start;
    redirection->fd = *at == '&' ? -2 : isdigit((unsigned char)*at) ? atoi(at) : -1;
    at += *at == '&' ? 1 : (long)strspn(at, "0123456789");
    memcpy(redirection->operator, at, (size_t)(parser->at - at));
    advance(parser);
    redirection->word = take_word(parser);
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
    if (!at_operator(parser, ")")) {
        fail(parser);
    }
    advance(parser);
    return command;
}

/* A compound command, or NULL if none starts here. */
static struct command *parse_compound(struct parser *parser) {
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
    if (at_keyword(parser, "while") || at_keyword(parser, "until")) {
        return parse_loop(parser, at_keyword(parser, "while") ? WHILE : UNTIL);
    }
    return NULL;
}

/* A compound command, which redirections may follow, or a simple one. */
static struct command *parse_command(struct parser *parser) {
    if (at_end_of_list(parser)) {
        fail(parser);
    }
    struct command *command = parse_compound(parser);
    if (command == NULL) {
        return parse_simple(parser);
    }
    while (parser->token == REDIRECTION) {
        parse_redirection(parser, command);
    }
    return command;
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

/* Up to the end of text or to what closes the compound command around it; NULL if it is empty. */
static struct command *parse_list(struct parser *parser) {
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

/* The parser lives in the shell's memory, so that longjmp leaves it as it was. */
enum outcome parse(const char *text, struct command **command) {
    struct parser *parser = memory_get(sizeof *parser);
    parser->at = text;
    int failure = setjmp(parser->failure);
    if (failure != PARSED) {
        return (enum outcome)failure;
    }
    advance(parser);
    *command = parse_list(parser);
    if (parser->token != END) {
        fail(parser);
    }
    return PARSED;
}
