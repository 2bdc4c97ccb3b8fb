/*
 * Tokens. A word is one token with all its quotes and expansions: "$(...)" in it is parsed as the
 * program that it is, only to find its end.
 */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lex.h"

static const char *skip_expansion(struct parser *parser, const char *at, bool quoted);

static int line_of(const struct parser *parser) {
    int line = parser->line;
    for (const char *at = parser->text; at < parser->start; at++) {
        line += *at == '\n';
    }
    return line;
}

_Noreturn void fail(struct parser *parser) {
    if (parser->token == END && !parser->whole) {
        longjmp(*parser->failure, INCOMPLETE);
    }
    fflush(stdout);
    fprintf(stderr, "sh: line %d: syntax error: unexpected ", line_of(parser));
    if (parser->token == WORD || parser->token == OPERATOR || parser->token == REDIRECTION) {
        size_t shown = strcspn(parser->start, "\n");
        shown = shown < parser->length ? shown : parser->length;
        fprintf(stderr, "'%.*s'\n", (int)shown, parser->start);
    } else {
        fputs(parser->token == NEWLINE ? "end of line\n" : "end of input\n", stderr);
    }
    longjmp(*parser->failure, WRONG);
}

_Noreturn static void unterminated(struct parser *parser) {
    parser->token = END;
    fail(parser);
}

size_t parameter_length(const char *at) {
    if (*at != '\0' && strchr("?$!#@*-", *at) != NULL) {
        return 1;
    }
    size_t length = strspn(at, "0123456789");
    while (length == 0 || !isdigit((unsigned char)*at)) {
        if (!is_name(at, length + 1)) {
            break;
        }
        length++;
    }
    return length;
}

static const char *skip_verbatim(struct parser *parser, const char *at) {
    at = strchrnul(at, '\'');
    if (*at == '\0') {
        unterminated(parser);
    }
    return at + 1;
}

/*
 * Up to and with `close`, over everything that quotes; single quotes do so only if `singles`.
 */
static const char *skip_to(struct parser *parser, const char *at, char close, bool singles) {
    bool quoted = close == '"' || !singles;
    while (*at != close) {
        if (*at == '\0') {
            unterminated(parser);
        } else if (*at == '\\' && at[1] != '\0') {
            at += 2;
        } else if (*at == '$' || *at == '`') {
            at = skip_expansion(parser, at, quoted);
        } else if (*at == '"') {
            at = skip_to(parser, at + 1, '"', false);
        } else if (*at == '\'' && singles) {
            at = skip_verbatim(parser, at + 1);
        } else {
            at++;
        }
    }
    return at + 1;
}

static const char *skip_backquotes(struct parser *parser, const char *at) {
    for (; *at != '`'; at++) {
        at += *at == '\\' && at[1] != '\0';
        if (*at == '\0') {
            unterminated(parser);
        }
    }
    return at + 1;
}

/* Behind the "))"; NULL if it is no arithmetic, but a subshell in a substitution. */
static const char *skip_arithmetic(struct parser *parser, const char *at) {
    for (int depth = 0; depth > 0 || *at != ')';) {
        if (*at == '\0') {
            unterminated(parser);
        } else if (*at == '$' || *at == '`') {
            at = skip_expansion(parser, at, true);
        } else {
            depth += (*at == '(') - (*at == ')');
            at++;
        }
    }
    return at[1] == ')' ? at + 2 : NULL;
}

/* The program in "$(...)" may contain anything, but ends with a list. */
static const char *skip_substitution(struct parser *parser, const char *at) {
    struct parser inner = *parser;
    inner.at = at;
    inner.documents = NULL;
    advance(&inner);
    parse_list(&inner);
    if (!at_operator(&inner, ")")) {
        fail(&inner);
    }
    return inner.at;
}

/* In the pattern of ${name#pattern} single quotes quote even between double quotes. */
static const char *skip_braces(struct parser *parser, const char *at, bool quoted) {
    const char *operator = at + parameter_length(at);
    bool pattern = operator > at && (*operator == '#' || *operator == '%');
    return skip_to(parser, operator > at ? operator : at, '}', !quoted || pattern);
}

static const char *skip_expansion(struct parser *parser, const char *at, bool quoted) {
    if (*at == '`') {
        return skip_backquotes(parser, at + 1);
    }
    if (at[1] == '{') {
        return skip_braces(parser, at + 2, quoted);
    }
    if (at[1] != '(') {
        return at + 1;
    }
    const char *end = at[2] == '(' ? skip_arithmetic(parser, at + 3) : NULL;
    return end != NULL ? end : skip_substitution(parser, at + 2);
}

/* A line that a backslash joins to the next needs it. */
static const char *skip_backslash(struct parser *parser, const char *at) {
    bool joins = at[1] == '\0' || (at[1] == '\n' && at[2] == '\0');
    if (joins && !parser->whole) {
        unterminated(parser);
    }
    return at + (at[1] != '\0' ? 2 : 1);
}

/* The end of a word: the first character outside quotes and expansions that cannot belong to it. */
static const char *skip_word(struct parser *parser, const char *at) {
    while (*at != '\0' && strchr(" \t\n;&|<>()", *at) == NULL) {
        if (*at == '\\') {
            at = skip_backslash(parser, at);
        } else if (*at == '\'') {
            at = skip_verbatim(parser, at + 1);
        } else if (*at == '"') {
            at = skip_to(parser, at + 1, '"', false);
        } else if (*at == '$' || *at == '`') {
            at = skip_expansion(parser, at, false);
        } else {
            at++;
        }
    }
    return at;
}

/* Skips in a text that has been parsed already. */
static struct parser reader(const char *at, jmp_buf *failure) {
    return (struct parser){.text = at, .whole = true, .failure = failure};
}

const char *end_of_quotes(const char *at) {
    jmp_buf failure;
    struct parser parser = reader(at, &failure);
    return setjmp(failure) != 0 ? at + strlen(at) : skip_to(&parser, at, '"', false);
}

const char *end_of_expansion(const char *at, bool quoted) {
    jmp_buf failure;
    struct parser parser = reader(at, &failure);
    return setjmp(failure) != 0 ? at + strlen(at) : skip_expansion(&parser, at, quoted);
}

/* What a here-document's text contains must be complete in it. */
static void check_document(struct parser *parser, const char *text) {
    struct parser inner = {
        .text = text, .line = line_of(parser), .whole = true, .failure = parser->failure};
    inner.start = text;
    for (const char *at = text; *at != '\0';) {
        if (*at == '$' || *at == '`') {
            at = skip_expansion(&inner, at, true);
        } else {
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
        }
    }
}

/* Reads the text of a here-document that starts at `at`; returns what is behind its delimiter. */
static const char *read_document(struct parser *parser, struct redirection *document,
                                 const char *at) {
    size_t delimiter = strlen(document->delimiter);
    bool stripped = document->operator[2] == '-';
    char *end = document->word = memory_get(strlen(at) + 1);
    for (bool found = false; !found && (*at != '\0' || !parser->whole);) {
        at += stripped ? strspn(at, "\t") : 0;
        size_t length = strcspn(at, "\n");
        found = length == delimiter && memcmp(at, document->delimiter, length) == 0;
        if (*at == '\0' && !found) {
            unterminated(parser);
        }
        length += at[length] == '\n';
        end = found ? end : mempcpy(end, at, length);
        at += length;
    }
    if (!document->verbatim) {
        check_document(parser, document->word);
    }
    return at;
}

void expect_document(struct parser *parser, struct redirection *redirection) {
    struct redirection **last = &parser->documents;
    while (*last != NULL) {
        last = &(*last)->next_document;
    }
    *last = redirection;
}

/* After the line's end come the here-documents that it asked for. */
static const char *read_documents(struct parser *parser, const char *at) {
    while (parser->documents != NULL) {
        at = read_document(parser, parser->documents, at);
        parser->documents = parser->documents->next_document;
    }
    return at;
}

/* The length of a redirection operator with its number at `at`, 0 if there is none. */
static size_t redirection_length(const char *at) {
    static const char *const operators[] = {"<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"};
    if (at[0] == '&' && at[1] == '>') {
        return 2;
    }
    size_t digits = strspn(at, "0123456789");
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t length = strlen(operators[i]);
        if (strncmp(at + digits, operators[i], length) == 0) {
            return digits + length;
        }
    }
    return 0;
}

static size_t operator_length(const char *at) {
    return strchr("&|;", *at) != NULL && at[1] == at[0] ? 2 : 1;
}

/* A backslash before a newline joins two lines; # starts a comment. */
void advance(struct parser *parser) {
    const char *at = parser->at;
    while (*at == ' ' || *at == '\t' || (*at == '\\' && at[1] == '\n')) {
        at = *at == '\\' ? skip_backslash(parser, at) : at + 1;
    }
    if (*at == '#') {
        at = strchrnul(at, '\n');
    }
    parser->start = at;
    if (*at == '\0') {
        parser->token = END;
        parser->length = 0;
        parser->at = read_documents(parser, at);
        return;
    }
    if (*at == '\n') {
        parser->token = NEWLINE;
        parser->length = 1;
        parser->at = read_documents(parser, at + 1);
        return;
    }
    if ((parser->length = redirection_length(at)) > 0) {
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

bool at_operator(const struct parser *parser, const char *text) {
    return parser->token == OPERATOR && at_text(parser, text);
}

bool at_keyword(const struct parser *parser, const char *text) {
    return parser->token == WORD && at_text(parser, text);
}
