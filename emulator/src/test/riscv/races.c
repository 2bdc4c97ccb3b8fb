// What the memory model forbids of two harts, tried in races that are as tight as may be: every round
// begins on both harts within a few instructions (unprivileged ISA, "RVWMO"; the names of the tests
// are those of the literature). Words that are raced for have cache lines of their own.
#include "conformance.h"

// Harts that take turns do so the same way each time; threads have to meet at the right moment.
#ifdef SIDE_BY_SIDE
#define ROUNDS 2000
#define BUFFERED_ROUNDS 40000
#else
#define ROUNDS 100
#define BUFFERED_ROUNDS 100
#endif

struct line {
  volatile u64 value;
  u64 padding[15];
};

static struct line x, y, arrived[2], seen[2][2], counters[4], crowd[16];

// Waits until the other hart is here too, for the time'th time; how long after it, varies.
static void meet(long self, u64 time) {
  u64 there;
  asm volatile("fence rw, rw" ::: "memory");
  arrived[self].value = time;
  for (int tries = 0; arrived[1 - self].value < time; tries++) {
    if (tries > 1000) {
      asm volatile("lr.d %0, (%1)\nwrs.nto" : "=r"(there) : "r"(&arrived[1 - self]) : "memory");
    }
  }
  asm volatile("fence rw, rw" ::: "memory");
  for (volatile u64 delay = (time >> self) % 8; delay > 0; delay--) {
  }
}

// Stores to many words that the other hart stores to as well, so that what is stored next waits in
// the buffers of the host.
static void fill_buffers(long self) {
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) {
    crowd[i].value = self;
  }
}

// SB+fences: of two that store and then look, one sees the other.
static void store_buffering(long self, u64 round) {
  u64 result;
  fill_buffers(self);
  asm volatile("sd %1, (%2)\nfence rw, rw\nld %0, (%3)"
               : "=&r"(result)
               : "r"(round), "r"(self ? &y : &x), "r"(self ? &x : &y)
               : "memory");
  seen[self][0].value = result;
}

// SB+amos: so with swaps in place of stores.
static void swap_buffering(long self, u64 round) {
  u64 result;
  fill_buffers(self);
  asm volatile("amoswap.d.aqrl zero, %1, (%2)\nlr.d.aqrl %0, (%3)"
               : "=&r"(result)
               : "r"(round), "r"(self ? &y : &x), "r"(self ? &x : &y)
               : "memory");
  seen[self][0].value = result;
}

// MP+fences: whoever sees the flag sees the data.
static void message_passing(long self, u64 round) {
  u64 flag, data;
  if (self == 0) {
    asm volatile("sd %0, (%1)\nfence w, w\nsd %0, (%2)" ::"r"(round), "r"(&x), "r"(&y) : "memory");
  } else {
    asm volatile("ld %0, (%2)\nfence r, r\nld %1, (%3)"
                 : "=&r"(flag), "=&r"(data)
                 : "r"(&y), "r"(&x)
                 : "memory");
    CHECK(flag != round || data == round);
  }
}

// MP+rel+acq: the same by a releasing and an acquiring swap, and by an address that depends.
static void releasing(long self, u64 round) {
  u64 flag, data;
  if (self == 0) {
    asm volatile("sd %0, (%1)\namoswap.d.rl zero, %0, (%2)" ::"r"(round), "r"(&x), "r"(&y)
                 : "memory");
  } else if (round & 1) {
    asm volatile("amoor.d.aq %0, zero, (%2)\nld %1, (%3)"
                 : "=&r"(flag), "=&r"(data)
                 : "r"(&y), "r"(&x)
                 : "memory");
    CHECK(flag != round || data == round);
  } else {
    asm volatile("ld %0, (%2)\nxor %1, %0, %0\nadd %1, %1, %3\nld %1, (%1)"
                 : "=&r"(flag), "=&r"(data)
                 : "r"(&y), "r"(&x)
                 : "memory");
    CHECK(flag != round || data == round);
  }
}

// LB+datas: no value comes from nowhere, and not both see what the other stores later.
static void load_buffering(long self, u64 round) {
  u64 result;
  asm volatile("ld %0, (%2)\nxor t0, %0, %0\nadd t0, t0, %1\nsd t0, (%3)"
               : "=&r"(result)
               : "r"(round), "r"(self ? &x : &y), "r"(self ? &y : &x)
               : "t0", "memory");
  seen[self][0].value = result;
}

// CoRR, CoWW: two loads of one word see its values in the order in which they were stored.
static void coherence(long self, u64 round) {
  u64 first, second;
  if (self == 0) {
    asm volatile("sd %0, (%2)\nsd %1, (%2)" ::"r"(2 * round), "r"(2 * round + 1), "r"(&x)
                 : "memory");
  } else {
    asm volatile("ld %0, (%2)\nld %1, (%2)" : "=&r"(first), "=&r"(second) : "r"(&x) : "memory");
    CHECK(first <= second);
  }
}

// 2+2W: stores of both to both words, in opposite orders, do not all come last.
static void double_writes(long self, u64 round) {
  struct line *first = self ? &y : &x, *second = self ? &x : &y;
  asm volatile("sd %0, (%2)\nfence w, w\nsd %1, (%3)" ::"r"(2 * round), "r"(2 * round + 1), "r"(first),
               "r"(second)
               : "memory");
}

// No update is lost, by whatever means it is made.
static void count(void) {
  for (int i = 0; i < 20; i++) {
    asm volatile("amoadd.d zero, %0, (%1)" ::"r"(1ul), "r"(&counters[0]) : "memory");
    asm volatile("amoadd.w zero, %0, (%1)" ::"r"(1ul), "r"(&counters[1]) : "memory");
    asm volatile(
        "1: lr.d t0, (%0)\naddi t0, t0, 1\nsc.d t1, t0, (%0)\nbnez t1, 1b" ::"r"(&counters[2])
        : "t0", "t1", "memory");
    asm volatile(
        "1: lr.w.aq t0, (%0)\naddi t0, t0, 1\nsc.w.rl t1, t0, (%0)\nbnez t1, 1b" ::"r"(&counters[3])
        : "t0", "t1", "memory");
  }
}

static void clear(long self, u64 *time) {
  meet(self, ++*time);
  if (self == 0) {
    x.value = y.value = seen[0][0].value = seen[1][0].value = 0;
  }
  meet(self, ++*time);
}

static void race(long self) {
  u64 time = 0;
  for (u64 round = 1; round <= BUFFERED_ROUNDS; round++) {
    meet(self, ++time);
    store_buffering(self, round);
    meet(self, ++time);
    CHECK(seen[0][0].value == round || seen[1][0].value == round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    swap_buffering(self, round);
    meet(self, ++time);
    CHECK(seen[0][0].value == round || seen[1][0].value == round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    message_passing(self, round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    releasing(self, round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    load_buffering(self, round);
    meet(self, ++time);
    CHECK(seen[0][0].value != round || seen[1][0].value != round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    coherence(self, round);
  }
  clear(self, &time);
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(self, ++time);
    double_writes(self, round);
    meet(self, ++time);
    CHECK(x.value != 2 * round || y.value != 2 * round);
  }
  for (u64 round = 1; round <= ROUNDS / 10; round++) {
    meet(self, ++time);
    count();
    meet(self, ++time);
    for (int i = 0; i < 4; i++) {
      CHECK(counters[i].value == 40 * round);
    }
  }
}

void others(long hart) {
  if (hart == 1) {
    race(1);
  }
}

void main(void) {
  race(0);
}
