/* interpret [ROUNDS]: the interpreter of a small stack machine computes the 20th number of Fibonacci by
 * recursion, ROUNDS times: one indirect jump after another. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER = 20, EXPECTED = 6765, STACK = 256 };

enum operation { PUSH, COPY, ADD, SUBTRACT, IS_LESS, JUMP_IF_ZERO, CALL, EXCHANGE, RETURN, STOP };

/* A function takes its argument from the top of the stack, below the place to return to, and leaves its
 * result there. */
enum { FIBONACCI = 5 };

static const int32_t program[] = {
    PUSH, NUMBER, CALL, FIBONACCI, STOP,
    /* FIBONACCI: argument, return. */
    EXCHANGE,                       /* return, n */
    COPY, PUSH, 2, IS_LESS,         /* return, n, n < 2 */
    JUMP_IF_ZERO, 14, EXCHANGE, RETURN,
    COPY, PUSH, 1, SUBTRACT,        /* return, n, n - 1 */
    CALL, FIBONACCI,                /* return, n, f(n - 1) */
    EXCHANGE, PUSH, 2, SUBTRACT,    /* return, f(n - 1), n - 2 */
    CALL, FIBONACCI, ADD, EXCHANGE, RETURN,
};

static int64_t interpret(void)
{
    int64_t stack[STACK], *top = stack, other;
    for (const int32_t *at = program;;) {
        switch ((enum operation)*at++) {
        case PUSH:
            *++top = *at++;
            break;
        case COPY:
            other = *top;
            *++top = other;
            break;
        case ADD:
            other = *top--;
            *top += other;
            break;
        case SUBTRACT:
            other = *top--;
            *top -= other;
            break;
        case IS_LESS:
            other = *top--;
            *top = *top < other;
            break;
        case JUMP_IF_ZERO:
            at = *top-- == 0 ? program + *at : at + 1;
            break;
        case CALL:
            *++top = at + 1 - program;
            at = program + *at;
            break;
        case EXCHANGE:
            other = *top;
            *top = top[-1];
            top[-1] = other;
            break;
        case RETURN:
            at = program + *top--;
            break;
        case STOP:
            return *top;
        }
    }
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    int64_t result = 0;
    for (int round = 0; round < rounds; round++)
        result = interpret();
    printf("%lld\n", (long long)result);
    return rounds > 0 && result != EXPECTED;
}
