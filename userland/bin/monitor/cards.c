#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "monitor.h"

/* Whether the card is a control card with this word, which a blank or the end follows. */
bool is_control(const char *card, const char *word) {
    size_t length = strlen(word);
    return strncmp(card, word, length) == 0 && (card[length] == ' ' || card[length] == '\0');
}

/* Eleven days: sums of times stay far from where they overflow. */
static const int64_t MOST_TIME = 1000000000000000;

struct unit {
    const char *name;
    int64_t size;
};

static const struct unit times[] = {
    {"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}, {NULL, 0}};
static const struct unit sizes[] = {{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {NULL, 0}};
static const struct unit numbers[] = {{"", 1}, {NULL, 0}};

/* The value of a whole number and its unit; -1 if the text is none or too large. */
static int64_t measure(const char *text, const struct unit *units) {
    char *rest;
    if (!isdigit((unsigned char)*text) || strlen(text) > 12) {
        return -1;
    }
    int64_t value = strtol(text, &rest, 10);
    for (const struct unit *unit = units; unit->name != NULL; unit++) {
        if (strcmp(rest, unit->name) == 0) {
            return value <= INT64_MAX / unit->size ? value * unit->size : -1;
        }
    }
    return -1;
}

static void reject(struct job *job, int card, const char *what, const char *text,
                   const char *form) {
    if (job->problem[0] == '\0') {
        snprintf(job->problem, sizeof job->problem, "card %d: %s%s: %s", card, what, text, form);
    }
}

/* Sets *value to what the text after the keyword stands for, or rejects the job. */
static void set(struct job *job, int card, const char *keyword, const char *text,
                const struct unit *units, int64_t most, int64_t *value) {
    int64_t given = measure(text, units);
    const char *form = units == times   ? "write a time as 500us, 20ms or 2s"
                       : units == sizes ? "write a size as 512K, 16M or 1G"
                                        : "write a whole number in its range";
    if (given < 0 || given > most) {
        reject(job, card, keyword, text, form);
    } else {
        *value = given;
    }
}

static void set_small(struct job *job, int card, const char *keyword, const char *text, int most,
                      int *value) {
    int64_t given = *value;
    set(job, card, keyword, text, numbers, most, &given);
    *value = (int)given;
}

/* PERIOD=RUNTIME/PERIOD, two times. */
static void set_period(struct job *job, int card, char *text) {
    char *slash = strchr(text, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    int64_t runtime = measure(text, times);
    int64_t period = slash == NULL ? -1 : measure(slash + 1, times);
    if (slash != NULL) {
        *slash = '/';
    }
    if (runtime <= 0 || period <= 0 || runtime > period) {
        reject(job, card, "PERIOD=", text, "write the CPU time in each period, as 2ms/20ms");
    } else {
        job->runtime = runtime;
        job->period = period;
    }
}

static void set_option(struct job *job, int card, char *option) {
    char *equals = strchr(option, '=');
    size_t length = equals == NULL ? strlen(option) : (size_t)(equals - option) + 1;
    char keyword[16] = "";
    snprintf(keyword, sizeof keyword, "%.*s", (int)length, option);
    char *text = option + length;
    if (strcmp(keyword, "TIME=") == 0) {
        set(job, card, keyword, text, times, MOST_TIME, &job->time);
    } else if (strcmp(keyword, "ELAPSED=") == 0) {
        set(job, card, keyword, text, times, MOST_TIME, &job->elapsed);
    } else if (strcmp(keyword, "MEMORY=") == 0) {
        set(job, card, keyword, text, sizes, INT64_MAX, &job->memory);
    } else if (strcmp(keyword, "LINES=") == 0) {
        set(job, card, keyword, text, numbers, 1000000, &job->lines);
    } else if (strcmp(keyword, "ESTIMATE=") == 0) {
        set(job, card, keyword, text, times, MOST_TIME, &job->estimate);
    } else if (strcmp(keyword, "ARRIVES=") == 0) {
        set(job, card, keyword, text, times, MOST_TIME, &job->arrival);
    } else if (strcmp(keyword, "PRIORITY=") == 0) {
        set_small(job, card, keyword, text, 9, &job->priority);
    } else if (strcmp(keyword, "TAPES=") == 0) {
        set_small(job, card, keyword, text, 9, &job->tapes);
    } else if (strcmp(keyword, "REALTIME=") == 0) {
        set_small(job, card, keyword, text, 99, &job->real_time);
    } else if (strcmp(keyword, "PERIOD=") == 0) {
        set_period(job, card, text);
    } else {
        reject(job, card, "", option,
               "not one of TIME= ELAPSED= MEMORY= LINES= ESTIMATE= PRIORITY= TAPES= ARRIVES= "
               "REALTIME= PERIOD=");
    }
}

static bool is_name(const char *text) {
    size_t length = strlen(text);
    for (const char *each = text; *each != '\0'; each++) {
        if (!isalnum((unsigned char)*each) && strchr("-_.", *each) == NULL) {
            return false;
        }
    }
    return length > 0 && length < NAME_BYTES;
}

/* Takes name and options from a $JOB card; what is wrong is the job's problem. */
void parse_job_card(const char *card, int number, struct job *job) {
    char text[CARD_COLUMNS + 1];
    snprintf(text, sizeof text, "%s", card + strlen("$JOB"));
    char *rest;
    char *name = strtok_r(text, " ", &rest);
    snprintf(job->name, sizeof job->name, "?");
    if (name == NULL) {
        reject(job, number, "$JOB", "", "a name must follow");
        return;
    }
    if (!is_name(name)) {
        reject(job, number, "$JOB ", name, "a name has 1 to 16 letters, digits, '-', '_' or '.'");
        return;
    }
    snprintf(job->name, sizeof job->name, "%s", name);
    for (char *option; (option = strtok_r(NULL, " ", &rest)) != NULL;) {
        set_option(job, number, option);
    }
}
