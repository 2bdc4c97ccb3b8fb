#pragma once

/* Words that threads and processes share, and what the kernel wants in those of locks. */

#include <stdbool.h>

enum { TID_MASK = 0x3fffffff, OWNER_DIED = 0x40000000, WAITERS = (int)0x80000000 };

static inline int load(const int *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

static inline void store(int *word, int value) { __atomic_store_n(word, value, __ATOMIC_SEQ_CST); }

static inline bool swap(int *word, int old, int new) {
    return __atomic_compare_exchange_n(word, &old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
