/*
 * expressions: a queue of questions and a queue of answers between processes.
 *
 * The parent puts expressions, as text, into one queue; workers take them, evaluate them and put
 * the values, with the number of the question, into another. Shows that a queue hands each message
 * to exactly one taker, and that the answers may come in another order than the questions: the
 * number tells what they belong to. A division by zero is answered by a message of another tag.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS = 3, BAD = MESSAGE_USER };

struct question {
    int number;
    char text[40];
};

struct answer {
    int number;
    long value;
};

static const struct {
    const char *text;
    long value;
    bool bad;
} EXPRESSIONS[] = {
    {"1+2*3", 7, false},      {"(1+2)*3", 9, false},    {"100-10-1", 89, false},
    {"2*(3+4)*5", 70, false}, {"7/(3-3)", 0, true},     {"-4*-4", 16, false},
    {"1000/7/3", 47, false},  {"((8))-(2-9)", 15, false}, {"12*12-144", 0, false},
};

enum { COUNT = sizeof EXPRESSIONS / sizeof *EXPRESSIONS };

static struct queue *questions, *answers;

static long sum(const char **text, bool *bad);

static long factor(const char **text, bool *bad) {
    if (**text == '-') {
        ++*text;
        return -factor(text, bad);
    }
    if (**text != '(') {
        return strtol(*text, (char **)text, 10);
    }
    ++*text;
    long value = sum(text, bad);
    ++*text;
    return value;
}

static long product(const char **text, bool *bad) {
    long value = factor(text, bad);
    while (**text == '*' || **text == '/') {
        bool divides = *(*text)++ == '/';
        long other = factor(text, bad);
        *bad |= divides && other == 0;
        value = !divides ? value * other : other != 0 ? value / other : 0;
    }
    return value;
}

static long sum(const char **text, bool *bad) {
    long value = product(text, bad);
    while (**text == '+' || **text == '-') {
        bool subtracts = *(*text)++ == '-';
        long other = product(text, bad);
        value += subtracts ? -other : other;
    }
    return value;
}

static int work(void *arg) {
    struct question question;
    unsigned tag;
    (void)arg;
    while (queue_get_tagged(questions, &tag, &question, sizeof question) > 0) {
        const char *text = question.text;
        bool bad = false;
        struct answer answer = {question.number, sum(&text, &bad)};
        queue_put_tagged(answers, bad ? BAD : MESSAGE_BYTES, &answer, sizeof answer);
    }
    return tag == MESSAGE_NONE ? 0 : 1;
}

static void ask(void) {
    for (int i = 0; i < COUNT; i++) {
        struct question question = {.number = i};
        snprintf(question.text, sizeof question.text, "%s", EXPRESSIONS[i].text);
        queue_put(questions, &question, sizeof question);
    }
    for (int i = 0; i < WORKERS; i++) {
        queue_put_tagged(questions, MESSAGE_NONE, NULL, 0);
    }
}

/* How many answers are right. */
static int collect(long values[COUNT], bool bad[COUNT]) {
    int right = 0;
    for (int i = 0; i < COUNT; i++) {
        struct answer answer;
        unsigned tag;
        if (queue_get_tagged(answers, &tag, &answer, sizeof answer) < 0) {
            return -1;
        }
        values[answer.number] = answer.value;
        bad[answer.number] = tag == BAD;
        right += bad[answer.number] == EXPRESSIONS[answer.number].bad &&
                 answer.value == EXPRESSIONS[answer.number].value;
    }
    return right;
}

int main(void) {
    long values[COUNT];
    bool bad[COUNT];
    int failures = 0;
    struct process *workers[WORKERS];
    questions = queue_new(0);
    answers = queue_new(0);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = process_start(work, NULL);
    }
    ask();
    int right = collect(values, bad);
    for (int i = 0; i < COUNT; i++) {
        if (bad[i]) {
            printf("%s: division by zero\n", EXPRESSIONS[i].text);
        } else {
            printf("%s = %ld\n", EXPRESSIONS[i].text, values[i]);
        }
    }
    for (int i = 0; i < WORKERS; i++) {
        process_join(workers[i]);
        failures += process_exitcode(workers[i]) != 0;
    }
    return right == COUNT && failures == 0 && queue_empty(answers) ? 0 : 1;
}
