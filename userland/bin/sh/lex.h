#pragma once

#include <setjmp.h>

#include "sh.h"

enum token { WORD, OPERATOR, REDIRECTION, NEWLINE, END };

/* Where parsing is in a text. */
struct parser {
    const char *text;
    int line;       /* the number of its first line */
    bool whole;     /* No more is to come. */
    const char *at; /* behind the current token */
    enum token token;
    const char *start; /* of the current token */
    size_t length;
    struct redirection *documents; /* whose text is expected after the line */
    jmp_buf *failure;              /* gets an enum outcome */
};

/* Goes to the next token. */
void advance(struct parser *parser);

/* The current token cannot stand where it does, or more text is needed. */
_Noreturn void fail(struct parser *parser);

bool at_operator(const struct parser *parser, const char *text);
bool at_keyword(const struct parser *parser, const char *text);

/* Notes that the text of a here-document is expected after this line. */
void expect_document(struct parser *parser, struct redirection *redirection);

/* parse.c: a list of commands, up to what cannot be part of it; NULL if it is empty. */
struct command *parse_list(struct parser *parser);
