// What the memory model forbids, tried over and over by harts side by side (unprivileged ISA,
// "RVWMO"). A round of a test begins and ends with all harts together.
#include "conformance.h"

#define HARTS 4
#define ROUNDS 100

static u64 arrived;
static volatile u64 x, y, z;
static volatile u64 seen[HARTS][2];

// Waits until every hart is here, for the time'th time.
static void meet(u64 time) {
  __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
  u64 there;
  do {
    asm volatile("lr.d %0, (%1)\nwrs.nto" : "=r"(there) : "r"(&arrived) : "memory");
  } while (there < time * HARTS);
}

static void pause_for(u64 count) {
  while (count-- > 0) {
    asm volatile("pause");
  }
}

// Independent reads of independent writes: readers with fences agree on the order of the writes.
static void independent(long hart, u64 round) {
  if (hart == 0) {
    x = round;
  } else if (hart == 1) {
    y = round;
  } else {
    volatile u64 *first = hart == 2 ? &x : &y;
    volatile u64 *second = hart == 2 ? &y : &x;
    seen[hart][0] = *first;
    asm volatile("fence r, r" ::: "memory");
    seen[hart][1] = *second;
  }
}

static void check_independent(u64 round) {
  int one = seen[2][0] == round && seen[2][1] != round;
  int other = seen[3][0] == round && seen[3][1] != round;
  CHECK(!(one && other));
}

// Load buffering: a store that depends on a load comes after it, so no value comes from nowhere.
static void buffering(long hart, u64 round) {
  if (hart == 0) {
    seen[0][0] = x;
    y = seen[0][0] == round ? round : 0;
  } else if (hart == 1) {
    seen[1][0] = y;
    x = seen[1][0] == round ? round : 0;
  }
}

// Coherence: what a hart reads of one word never goes back.
static void coherence(long hart, u64 round) {
  if (hart == 0) {
    for (u64 i = 0; i < 20; i++) {
      z = round * 100 + i;
    }
  } else {
    u64 last = 0;
    for (int i = 0; i < 20; i++) {
      u64 next = z;
      CHECK(next >= last);
      last = next;
    }
  }
}

// Store buffering by acquiring and releasing swaps: one of both sees the other.
static void swaps(long hart, u64 round) {
  if (hart < 2) {
    volatile u64 *mine = hart == 0 ? &x : &y;
    volatile u64 *theirs = hart == 0 ? &y : &x;
    asm volatile("amoswap.d.aqrl zero, %0, (%1)" ::"r"(round), "r"(mine) : "memory");
    asm volatile("lr.d.aqrl %0, (%1)" : "=r"(seen[hart][0]) : "r"(theirs) : "memory");
  }
}

static void together(long hart) {
  u64 time = 0;
  for (u64 round = 1; round <= ROUNDS; round++) {
    meet(++time);
    pause_for(round * (hart + 1) % 7);
    independent(hart, round);
    meet(++time);
    if (hart == 0) {
      check_independent(round);
      x = y = 0;
    }
    meet(++time);
    buffering(hart, round);
    coherence(hart, round);
    meet(++time);
    CHECK(seen[0][0] != round && seen[1][0] != round);
    meet(++time);
    swaps(hart, round);
    meet(++time);
    CHECK(seen[0][0] == round || seen[1][0] == round);
    meet(++time);
    if (hart == 0) {
      x = y = 0;
      seen[0][0] = seen[1][0] = 0;
    }
  }
}

void others(long hart) {
  together(hart);
}

void main(void) {
  together(0);
}
