/* mix [ROUNDS]: what a small embedded program does, ROUNDS times: it sorts a linked list, multiplies
 * matrices, scans numbers out of text with a state machine, and sums all up in a CRC.
 *
 * Branches, pointer chasing, multiplication and calls: the kinds of work, though not the code, of
 * the CoreMark benchmark. The checksum does not depend on the number of rounds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { NODES = 400, SIZE = 20, TEXT = 600, EXPECTED = 0x4ec8 };

struct node {
    struct node *next;
    int16_t key;
    int16_t value;
};

static struct node nodes[NODES];
static int16_t left[SIZE][SIZE], right[SIZE][SIZE];
static int32_t product[SIZE][SIZE];
static char text[TEXT];
static uint32_t state;

static uint32_t next_random(void)
{
    state = state * 1103515245u + 12345u;
    return state >> 16;
}

static uint16_t crc_step(uint16_t crc, uint32_t value)
{
    for (int bit = 0; bit < 16; bit++) {
        int carry = (crc ^ value) & 1;
        crc >>= 1;
        value >>= 1;
        if (carry)
            crc ^= 0xa001;
    }
    return crc;
}

static struct node *merge(struct node *a, struct node *b)
{
    struct node head, *tail = &head;
    while (a && b) {
        struct node **smaller = a->key <= b->key ? &a : &b;
        tail->next = *smaller;
        tail = *smaller;
        *smaller = tail->next;
    }
    tail->next = a ? a : b;
    return head.next;
}

static struct node *sort(struct node *list, int length)
{
    if (length < 2)
        return list;
    struct node *middle = list;
    for (int i = 1; i < length / 2; i++)
        middle = middle->next;
    struct node *second = middle->next;
    middle->next = NULL;
    return merge(sort(list, length / 2), sort(second, length - length / 2));
}

static uint16_t work_on_list(uint16_t crc)
{
    for (int i = 0; i < NODES; i++) {
        nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : NULL;
        nodes[i].key = (int16_t)next_random();
        nodes[i].value = (int16_t)i;
    }
    for (struct node *node = sort(nodes, NODES); node; node = node->next)
        crc = crc_step(crc, (uint16_t)node->value);
    return crc;
}

static uint16_t work_on_matrices(uint16_t crc)
{
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            left[i][j] = (int16_t)(next_random() % 200);
            right[i][j] = (int16_t)(next_random() % 200);
        }
    }
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIZE; k++)
                sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    }
    for (int i = 0; i < SIZE; i++)
        crc = crc_step(crc, (uint32_t)product[i][SIZE - 1 - i]);
    return crc;
}

enum scan { START, INTEGER, FRACTION, EXPONENT, INVALID, STATES };

static enum scan step(enum scan from, char letter)
{
    int digit = letter >= '0' && letter <= '9';
    switch (from) {
    case START:
        return digit || letter == '-' ? INTEGER : letter == '.' ? FRACTION : INVALID;
    case INTEGER:
        return digit ? INTEGER : letter == '.' ? FRACTION : letter == 'e' ? EXPONENT : INVALID;
    case FRACTION:
        return digit ? FRACTION : letter == 'e' ? EXPONENT : INVALID;
    case EXPONENT:
        return digit || letter == '-' ? EXPONENT : INVALID;
    default:
        return INVALID;
    }
}

static uint16_t work_on_text(uint16_t crc)
{
    static const char alphabet[] = "0123456789012345.e-,,,x";
    unsigned ends[STATES] = {0};
    for (int i = 0; i < TEXT; i++)
        text[i] = alphabet[next_random() % (sizeof alphabet - 1)];
    enum scan now = START;
    for (int i = 0; i < TEXT; i++) {
        if (text[i] == ',') {
            ends[now]++;
            now = START;
        } else {
            now = step(now, text[i]);
        }
    }
    for (int i = 0; i < STATES; i++)
        crc = crc_step(crc, ends[i]);
    return crc;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    uint16_t crc = 0;
    for (int round = 0; round < rounds; round++) {
        state = 1;
        crc = work_on_text(work_on_matrices(work_on_list(0xffff)));
    }
    printf("%04x\n", crc);
    return rounds > 0 && crc != EXPECTED;
}
