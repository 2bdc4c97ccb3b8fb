// Several harts: atomic operations, reservations, software interrupts, waits, and the orders that
// the memory model demands of fences and atomics (unprivileged ISA, "A" and "RVWMO").
#include "conformance.h"

#define HARTS 4
#define ROUNDS 500
#define MSIP ((volatile u32 *)0x2000000)

static u64 added, reserved, done, turn;
static u32 words;
static volatile u64 left[2], right[2], seen[2], stage[2];

static void count(void) {
  for (int i = 0; i < ROUNDS; i++) {
    asm volatile("amoadd.d zero, %0, (%1)" ::"r"(1ul), "r"(&added) : "memory");
    asm volatile("amoadd.w zero, %0, (%1)" ::"r"(1ul), "r"(&words) : "memory");
    asm volatile(
        "1: lr.d t0, (%0)\n"
        "addi t0, t0, 1\n"
        "sc.d t1, t0, (%0)\n"
        "bnez t1, 1b\n" ::"r"(&reserved)
        : "t0", "t1", "memory");
  }
}

static void arrive(void) {
  asm volatile("amoadd.d.aqrl zero, %0, (%1)" ::"r"(1ul), "r"(&done) : "memory");
}

// Waits with a reservation for the turn of a hart.
static void await_turn(u64 hart) {
  u64 value;
  do {
    asm volatile("lr.d %0, (%1)" : "=r"(value) : "r"(&turn) : "memory");
    if (value != hart) {
      asm volatile("wrs.nto" ::: "memory");
    }
  } while (value != hart);
}

static void take_turns(u64 hart) {
  for (u64 i = 0; i < 20; i++) {
    await_turn(i * HARTS + hart);
    asm volatile("amoadd.d zero, %0, (%1)" ::"r"(1ul), "r"(&turn) : "memory");
  }
}

static void meet(int pair, u64 round) {
  __atomic_fetch_add(&stage[pair], 1, __ATOMIC_SEQ_CST);
  while (stage[pair] < 2 * round) {
  }
}

// Store buffering: with fences between, at least one of two harts sees the other's store.
static void buffer(int self) {
  for (u64 round = 1; round <= 200; round++) {
    meet(0, 2 * round - 1);
    left[self] = round;
    asm volatile("fence rw, rw" ::: "memory");
    seen[self] = left[1 - self];
    meet(0, 2 * round);
    CHECK(seen[0] == round || seen[1] == round);
  }
}

// Message passing: whoever sees the flag sees the data.
static void pass(int self) {
  for (u64 round = 1; round <= 200; round++) {
    if (self == 0) {
      right[0] = round * 3;
      asm volatile("fence w, w" ::: "memory");
      right[1] = round;
      while (stage[1] < round) {
      }
    } else {
      while (right[1] < round) {
      }
      asm volatile("fence r, r" ::: "memory");
      CHECK(right[0] == round * 3);
      stage[1] = round;
    }
  }
}

static void together(long hart) {
  count();
  take_turns(hart);
  if (hart < 2) {
    buffer(hart);
    pass(hart);
  }
  arrive();
}

void others(long hart) {
  WRITE(mie, 1 << 3);
  asm volatile("wfi");
  CHECK(READ(mip) & 1 << 3);
  MSIP[hart] = 0;
  CHECK(READ(mhartid) == (u64)hart);
  together(hart);
}

void main(void) {
  for (int hart = 1; hart < HARTS; hart++) {
    MSIP[hart] = 1;
  }
  together(0);
  while (*(volatile u64 *)&done < HARTS) {
  }
  CHECK(added == HARTS * ROUNDS && words == HARTS * ROUNDS && reserved == HARTS * ROUNDS);
  CHECK(turn == 20 * HARTS);
}
