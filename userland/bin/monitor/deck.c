/*
 * The deck: cards of 80 columns, several to a block of the tape.
 *
 * A job begins with its $JOB card and ends before the next, or with the deck. Cards between $DATA
 * and $END are data, whatever they look like; elsewhere a card that begins with '*' is a comment.
 * A job with a wrong card is rejected: its cards are read to the end all the same, and the deck
 * goes on.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "monitor.h"

enum { BLOCK_BYTES = 32 << 10 };

static int tape;
static char block[BLOCK_BYTES];
static ssize_t block_size;
static ssize_t block_used;
static int cards;
static int jobs;
static bool whole = true;

static char card[CARD_COLUMNS + 1]; /* the present one, without the blanks at its end */
static bool have_card;
static int64_t opened;

void deck_open(const char *path) {
    tape = open(path, O_RDONLY | O_CLOEXEC);
    if (tape < 0) {
        err(1, "%s", path);
    }
    opened = now();
}

bool deck_is_whole(void) {
    return whole;
}

/* Brings the next block; false at the tape mark behind the deck, or where it cannot be read. */
static bool next_block(void) {
    block_used = 0;
    do {
        block_size = read(tape, block, sizeof block);
    } while (block_size < 0 && errno == EINTR);
    if (block_size < 0) {
        warn("the tape cannot be read after card %d", cards);
        whole = false;
    }
    return block_size > 0;
}

static void trim(char *text) {
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\n')) {
        text[--length] = '\0';
    }
}

/* Makes the next card the present one, if there is one. */
static void advance(void) {
    have_card = block_used < block_size || next_block();
    if (have_card) {
        ssize_t left = block_size - block_used;
        size_t columns = left < CARD_COLUMNS ? (size_t)left : CARD_COLUMNS;
        memcpy(card, block + block_used, columns);
        card[columns] = '\0';
        block_used += (ssize_t)columns;
        trim(card);
        cards++;
    }
}

static bool begins_job(void) {
    return is_control(card, "$JOB");
}

static void fail(struct job *job, const char *text) {
    if (job->problem[0] == '\0') {
        snprintf(job->problem, sizeof job->problem, "card %d: %s", cards, text);
    }
}

static void keep(struct job *job, char *deck) {
    size_t length = strlen(card);
    if (job->deck_bytes + length + 1 > DECK_BYTES) {
        fail(job, "the job has more cards than the spool has room for (64 KiB)");
        return;
    }
    memcpy(deck + job->deck_bytes, card, length);
    job->deck_bytes += length;
    deck[job->deck_bytes++] = '\n';
}

/* What stands between two cards of a job. */
struct place {
    bool has_run;
    bool may_have_data;
    bool in_data;
};

static void check_control(struct job *job, struct place *place) {
    if (is_control(card, "$RUN")) {
        if (card[strlen("$RUN")] == '\0') {
            fail(job, "$RUN: a program must follow");
        }
        place->has_run = true;
        place->may_have_data = true;
    } else if (is_control(card, "$DATA")) {
        if (!place->may_have_data) {
            fail(job, "$DATA: no $RUN stands before it, or its data were given already");
        }
        place->may_have_data = false;
        place->in_data = true;
    } else if (is_control(card, "$END")) {
        fail(job, "$END: no $DATA stands before it");
    } else if (card[0] != '*' && card[0] != '\0') {
        char text[PROBLEM_BYTES];
        snprintf(text, sizeof text, "%.60s: not one of $JOB $RUN $DATA $END", card);
        fail(job, text);
    }
}

static void read_body(struct job *job, char *deck) {
    struct place place = {false, false, false};
    for (advance(); have_card && (place.in_data || !begins_job()); advance()) {
        keep(job, deck);
        if (place.in_data) {
            place.in_data = !is_control(card, "$END");
        } else {
            check_control(job, &place);
        }
    }
    if (place.in_data) {
        fail(job, "$DATA: the deck ends before its $END");
    }
    if (!place.has_run && job->problem[0] == '\0') {
        snprintf(job->problem, sizeof job->problem, "job %s has no $RUN card", job->name);
    }
}

/* The limits of a job that sets none. */
static void begin(struct job *job) {
    *job = (struct job){
        .number = ++jobs,
        .arrival = 0,
        .time = 10000000000,
        .elapsed = 60000000000,
        .lines = 1000,
        .priority = 5,
    };
}

/* Comments and blank cards before the first job are passed over. */
static void skip_comments(void) {
    while (have_card && (card[0] == '*' || card[0] == '\0')) {
        advance();
    }
}

bool deck_read(struct job *job, char *deck) {
    if (cards == 0) {
        advance();
        skip_comments();
    }
    if (!have_card) {
        return false;
    }
    begin(job);
    keep(job, deck);
    if (begins_job()) {
        parse_job_card(card, cards, job);
    } else {
        snprintf(job->name, sizeof job->name, "?");
        fail(job, "the deck does not begin with a $JOB card");
    }
    read_body(job, deck);
    job->arrival += opened;
    mark("job %d %s arrives %ld", job->number, job->name, (long)job->arrival);
    return true;
}
