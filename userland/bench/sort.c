/* sort [ROUNDS]: sorts 20,000 numbers by quicksort, by heapsort and by merging, ROUNDS times: comparisons
 * that nobody can foresee, and exchanges. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 20000 };

#define EXPECTED 0xd7b86cb8u

static uint32_t given[NUMBERS], numbers[NUMBERS], merged[NUMBERS];

static void fill(void)
{
    uint64_t state = 1;
    for (int i = 0; i < NUMBERS; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        given[i] = (uint32_t)(state >> 33);
    }
}

static void exchange(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

static void quicksort(uint32_t *from, uint32_t *to)
{
    while (to - from > 1) {
        uint32_t middle = from[(to - from) / 2], *low = from, *high = to - 1;
        while (low <= high) {
            while (*low < middle)
                low++;
            while (*high > middle)
                high--;
            if (low <= high)
                exchange(low++, high--);
        }
        quicksort(from, high + 1);
        from = low;
    }
}

static void sift(uint32_t *heap, int at, int size)
{
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && heap[child] < heap[child + 1])
            child++;
        if (heap[at] >= heap[child])
            return;
        exchange(&heap[at], &heap[child]);
        at = child;
    }
}

static void heapsort(uint32_t *heap, int size)
{
    for (int at = size / 2 - 1; at >= 0; at--)
        sift(heap, at, size);
    for (int last = size - 1; last > 0; last--) {
        exchange(&heap[0], &heap[last]);
        sift(heap, 0, last);
    }
}

static void mergesort(uint32_t *from, int size)
{
    if (size < 2)
        return;
    int half = size / 2, left = 0, right = half;
    mergesort(from, half);
    mergesort(from + half, size - half);
    for (int i = 0; i < size; i++) {
        if (left < half && (right == size || from[left] <= from[right]))
            merged[i] = from[left++];
        else
            merged[i] = from[right++];
    }
    memcpy(from, merged, (size_t)size * sizeof *from);
}

/* The sum of the numbers by their places, or 0 if they are not in order. */
static uint32_t checksum(void)
{
    uint32_t sum = 1;
    for (int i = 0; i < NUMBERS; i++) {
        if (i > 0 && numbers[i - 1] > numbers[i])
            return 0;
        sum = sum * 31 + numbers[i];
    }
    return sum;
}

static uint32_t work(void)
{
    memcpy(numbers, given, sizeof numbers);
    quicksort(numbers, numbers + NUMBERS);
    uint32_t sum = checksum();
    memcpy(numbers, given, sizeof numbers);
    heapsort(numbers, NUMBERS);
    sum += checksum();
    memcpy(numbers, given, sizeof numbers);
    mergesort(numbers, NUMBERS);
    return sum + checksum();
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    uint32_t sum = 0;
    fill();
    for (int round = 0; round < rounds; round++)
        sum = work();
    printf("%08x\n", sum);
    return rounds > 0 && sum != EXPECTED;
}
