/* Sorting and searching arrays. */

#include <stdlib.h>
#include <string.h>

typedef int comparison(const void *, const void *);

static void swap(char *left, char *right, size_t size) {
    for (; size > 0; size--) {
        char byte = *left;
        *left++ = *right;
        *right++ = byte;
    }
}

/* Lets the element at `root` sink to its place in the heap of `count` elements. */
static void sink(char *base, size_t root, size_t count, size_t size, comparison *compare) {
    size_t child;
    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && compare(base + child * size, base + (child + 1) * size) < 0) {
            child++;
        }
        if (compare(base + root * size, base + child * size) >= 0) {
            return;
        }
        swap(base + root * size, base + child * size, size);
        root = child;
    }
}

/* Heapsort: in place, and n log n steps whatever the order before. */
void qsort(void *base, size_t count, size_t size, comparison *compare) {
    for (size_t root = count / 2; root-- > 0;) {
        sink(base, root, count, size, compare);
    }
    for (size_t end = count; end-- > 1;) {
        swap(base, (char *)base + end * size, size);
        sink(base, 0, end, size, compare);
    }
}

/* Halves the range in which the key can be. */
void *bsearch(const void *key, const void *base, size_t count, size_t size, comparison *compare) {
    const char *low = base;
    while (count > 0) {
        const char *middle = low + count / 2 * size;
        int order = compare(key, middle);
        if (order == 0) {
            return (void *)middle;
        }
        if (order > 0) {
            low = middle + size;
            count--;
        }
        count /= 2;
    }
    return NULL;
}
