#include <stdlib.h>

/* No #pragma once: each inclusion follows the NDEBUG of its moment. */
#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) \
    ((condition) ? (void)0 : __assert_failed(#condition, __FILE__, __LINE__, __func__))
#endif

#define static_assert _Static_assert

_Noreturn void __assert_failed(const char *condition, const char *file, int line,
                               const char *function);
