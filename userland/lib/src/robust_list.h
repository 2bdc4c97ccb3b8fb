#pragma once

/*
 * The list of the robust locks that a thread holds, as the kernel wants it (get_robust_list(2)).
 *
 * Each entry is a link, and its word is at the same distance from it in all: pthread_mutex_t and
 * struct robust_word agree on that. When the thread ends, whatever ends it, the kernel puts
 * OWNER_DIED in place of its TID in each word, and wakes one who waits for it. Changing a word and
 * the list is two steps, so `pending` names the entry that is being worked on; if nobody owns that
 * one's word, the kernel wakes one waiter too, who may be owed that. Only this thread and the
 * kernel on its behalf read the list, so it is enough that the compiler keeps the order of the stores.
 */

#include <stddef.h>

/* What the kernel is told, once for each thread. */
struct robust_head {
    void *next;
    long offset; /* from a link to its word */
    void *pending;
};

/* The two links of an entry, as the C libraries of Linux have them: pointers are to `next`. */
struct robust_links {
    void *previous;
    void *next;
};

/* A word that is nothing but an entry. */
struct robust_word {
    int word; /* its owner's TID, WAITERS and OWNER_DIED */
    int unused[5];
    struct robust_links links;
};

enum { ROBUST_INHERIT = 1 }; /* marks a pointer to one with priority inheritance */

/* This thread's list, which the kernel knows. */
struct robust_head *__robust_list(void);

static inline void robust_store(void **place, void *value) {
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __atomic_store_n(place, value, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

static inline struct robust_links *robust_links(void *marked) {
    unsigned long next = (unsigned long)marked & ~(unsigned long)ROBUST_INHERIT;
    return (struct robust_links *)(next - offsetof(struct robust_links, next));
}

static inline void *robust_pointer(struct robust_links *links, unsigned long mark) {
    return (void *)((unsigned long)&links->next | mark);
}

/* The entry's word is going to change. */
static inline void robust_announce(struct robust_head *head, struct robust_links *links,
                                   unsigned long mark) {
    robust_store(&head->pending, robust_pointer(links, mark));
}

/* Word and list agree again. */
static inline void robust_settle(struct robust_head *head) { robust_store(&head->pending, NULL); }

static inline void robust_enlist(struct robust_head *head, struct robust_links *links,
                                 unsigned long mark) {
    void *first = head->next;
    links->next = first;
    links->previous = &head->next;
    if (first != &head->next) {
        robust_links(first)->previous = &links->next;
    }
    robust_store(&head->next, robust_pointer(links, mark));
}

static inline void robust_delist(struct robust_head *head, struct robust_links *links) {
    void *next = links->next;
    if (next != &head->next) {
        robust_links(next)->previous = links->previous;
    }
    robust_store((void **)((unsigned long)links->previous & ~(unsigned long)ROBUST_INHERIT), next);
}
