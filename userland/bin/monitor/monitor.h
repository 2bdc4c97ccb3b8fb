#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    CARD_COLUMNS = 80,
    NAME_BYTES = 17,
    PROBLEM_BYTES = 160,
    DECK_BYTES = 64 << 10,    /* what the cards of one job may take on the disk */
    LISTING_BYTES = 192 << 10 /* what its listing may take there */
};

/* A job as its cards describe it. Times are nanoseconds. */
struct job {
    int number;
    char name[NAME_BYTES];
    int64_t arrival;  /* on the monotonic clock */
    int64_t time;     /* most CPU time, all steps together */
    int64_t elapsed;  /* most time from start to end */
    int64_t memory;   /* most bytes of address space of a process, 0 for no limit */
    int64_t lines;    /* most lines of output */
    int64_t estimate; /* CPU time that it is said to need, 0 if nothing is said */
    int priority;     /* 0 to 9, 9 first */
    int tapes;        /* drives that it needs beside the one with the deck */
    int real_time;    /* priority in the real-time class, 0 for none */
    int64_t runtime;  /* with a period: CPU time in each */
    int64_t period;
    char problem[PROBLEM_BYTES]; /* why it is rejected, empty if it is not */
    size_t deck_bytes;
};

/* What the monitor was told by its options. */
struct mode {
    int degree; /* most jobs in memory */
    enum { FIFO, SHORTEST, PRIORITY } order;
    bool ahead;     /* spools jobs to the disk before they are wanted */
    bool direct;    /* prints while the job runs, in place of spooling its listing */
    bool real_time; /* honours REALTIME= and PERIOD= */
    int drives;     /* tape drives for jobs */
    int64_t setup;  /* what the operator takes before each job */
};

/* cards.c */

bool is_control(const char *card, const char *word);
void parse_job_card(const char *card, int number, struct job *job);

/* deck.c: jobs one by one from the tape. */

void deck_open(const char *path);

/* Reads the next job and its cards, one to a line, into deck[DECK_BYTES]; false after the last. */
bool deck_read(struct job *job, char *deck);

/* Whether the tape could be read to its end. */
bool deck_is_whole(void);

/* spool.c: two areas on the disk for every job, one for its cards and one for its listing. */

void spool_open(const char *path);
bool spool_has_room(int number);
void spool_write_deck(int number, const char *deck, size_t size);
void spool_read_deck(int number, char *deck, size_t size);
off_t spool_listing_place(int number);
int spool_fd(void);

/* listing.c: what is printed of a job. */

void listing_begin(const struct job *job, const struct mode *mode);
bool listing_add(const char *text, size_t size);
void listing_print(const char *format, ...) __attribute__((__format__(__printf__, 1, 2)));
size_t listing_end(void);
int64_t listing_lines(void);

/* printer.c: the process that prints spooled listings. */

void printer_start(void);
void printer_add(int number, size_t size);
void printer_finish(void);

/* job.c: runs a job, in a process of its own. */

int job_run(const struct job *job, const struct mode *mode, const char *deck);

/* main.c */

int64_t now(void);
void go_first(void);
void mark(const char *format, ...) __attribute__((__format__(__printf__, 1, 2)));
void write_all(int fd, const void *data, size_t size);
