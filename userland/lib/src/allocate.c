/*
 * malloc and its kin.
 *
 * Block sizes, with a header of 16 bytes, are powers of two from 32 bytes to 64 KiB. Each size has
 * a list of free blocks; an empty list is refilled by cutting new blocks from the heap, which brk
 * extends. Larger requests are mappings of their own. So every operation takes constant time, and
 * at most half of a block is unused. Blocks never change their size class.
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "thread.h"

enum { SMALLEST_LOG = 5, LARGEST_LOG = 16, CLASSES = LARGEST_LOG + 1, HEAP_STEP = 1 << 17 };

/* What precedes the memory that is handed out. */
struct block {
    size_t size;        /* of the whole block */
    struct block *next; /* in the list of free blocks */
};

_Static_assert(sizeof(struct block) == 16, "handed out memory is aligned to 16 bytes");

static struct block *free_blocks[CLASSES];
static char *heap_start;
static char *heap_end;
static int lock; /* protects these */

void __lock_memory(void) { __lock(&lock); }
void __unlock_memory(void) { __unlock(&lock); }

static int class_of(size_t size) {
    int log = SMALLEST_LOG;
    while ((size_t)1 << log < size) {
        log++;
    }
    return log;
}

/*
 * Cuts a block from what is left between the last block and the break, after extending the heap
 * if that is not enough. What was left then is part of the larger rest.
 */
static struct block *cut_from_heap(size_t size) {
    if ((size_t)(heap_end - heap_start) < size) {
        char *more = sbrk(HEAP_STEP);
        if (more == (void *)-1) {
            return NULL;
        }
        if (more != heap_end) { /* The first time, or when the program moved the break itself. */
            heap_start = (char *)(((uintptr_t)more + 15) & -(uintptr_t)16);
        }
        heap_end = more + HEAP_STEP;
    }
    struct block *block = (struct block *)heap_start;
    heap_start += size;
    return block;
}

static struct block *map(size_t size) {
    size_t pages = (size + 4095) & -(size_t)4096;
    void *memory =
        mmap(NULL, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return NULL;
    }
    struct block *block = memory;
    block->size = pages;
    return block;
}

/* A block of at least this size: mapped if it is large, else of its class. */
static struct block *take(size_t size) {
    if (size > (size_t)1 << LARGEST_LOG) {
        return map(size);
    }
    HOLDING(&lock);
    int class = class_of(size);
    struct block *block = free_blocks[class];
    if (block != NULL) {
        free_blocks[class] = block->next;
        return block;
    }
    block = cut_from_heap((size_t)1 << class);
    if (block != NULL) {
        block->size = (size_t)1 << class;
    }
    return block;
}

/* Sizes beyond PTRDIFF_MAX cannot be, and would overflow when the header is added. */
void *malloc(size_t size) {
    if (size > PTRDIFF_MAX) {
        errno = ENOMEM;
        return NULL;
    }
    struct block *block = take(size + sizeof *block);
    if (block == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    return block + 1;
}

/* The size in the header tells where a block belongs. */
void free(void *memory) {
    if (memory == NULL) {
        return;
    }
    struct block *block = (struct block *)memory - 1;
    if (block->size > (size_t)1 << LARGEST_LOG) {
        munmap(block, block->size);
        return;
    }
    HOLDING(&lock);
    int class = class_of(block->size);
    block->next = free_blocks[class];
    free_blocks[class] = block;
}

void *calloc(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    void *memory = malloc(bytes);
    return memory == NULL ? NULL : memset(memory, 0, bytes);
}

/* Stays in place while the block is large enough and not far too large. */
void *realloc(void *memory, size_t size) {
    if (memory == NULL) {
        return malloc(size);
    }
    size_t room = ((struct block *)memory - 1)->size - sizeof(struct block);
    if (size <= room && (size > room / 4 || room <= 4096)) {
        return memory;
    }
    void *moved = malloc(size);
    if (moved == NULL) {
        return NULL;
    }
    memcpy(moved, memory, size < room ? size : room);
    free(memory);
    return moved;
}

/* Only for alignments that every block has; a larger one is not supported. */
void *aligned_alloc(size_t alignment, size_t size) {
    if (alignment > sizeof(struct block)) {
        errno = EINVAL;
        return NULL;
    }
    return malloc(size);
}
