// The instructions of A on one hart: results, signs and reservations (unprivileged ISA, "A").
#include "conformance.h"

static u64 memory[2];

#define ATOMIC(op, before, operand, after) \
  do { \
    u64 old; \
    memory[0] = (before); \
    asm volatile(op " %0, %1, (%2)" : "=r"(old) : "r"((u64)(operand)), "r"(memory) : "memory"); \
    CHECK(old == (u64)(before)); \
    CHECK(memory[0] == (u64)(after)); \
  } while (0)

// A word whose neighbour must stay, and whose old value is extended by its sign.
#define WORD(op, before, operand, after) \
  do { \
    u64 old; \
    memory[0] = 0x5555555500000000 | (u32)(before); \
    asm volatile(op " %0, %1, (%2)" : "=r"(old) : "r"((u64)(operand)), "r"(memory) : "memory"); \
    CHECK(old == (u64)(long)(int)(before)); \
    CHECK(memory[0] == (0x5555555500000000 | (u32)(after))); \
  } while (0)

static void operations(void) {
  ATOMIC("amoswap.d", 1, -1, -1);
  ATOMIC("amoadd.d", -1ul, 2, 1);
  ATOMIC("amoxor.d", 0xff, 0x0f, 0xf0);
  ATOMIC("amoand.d", 0xff, 0x3c, 0x3c);
  ATOMIC("amoor.d", 0xf0, 0x3c, 0xfc);
  ATOMIC("amomin.d", 1, -1, -1);
  ATOMIC("amomax.d", 1, -1, 1);
  ATOMIC("amominu.d", 1, -1, 1);
  ATOMIC("amomaxu.d.aqrl", 1, -1, -1);
  WORD("amoswap.w", 0x80000000, 0x1234567812345678, 0x12345678);
  WORD("amoadd.w", 0xffffffff, 0x100000002, 1);
  WORD("amoxor.w", 0x800000ff, 0x0f, 0x800000f0);
  WORD("amoand.w", 0xff, 0x3c, 0x3c);
  WORD("amoor.w", 0xf0, 0x3c, 0xfc);
  WORD("amomin.w", 1, 0x80000000, 0x80000000);
  WORD("amomax.w", 0x80000000, 1, 1);
  WORD("amominu.w.aq", 0x80000000, 1, 1);
  WORD("amomaxu.w.rl", 1, 0xffffffff80000000, 0x80000000);
}

static u64 conditional(u64 *place, u64 value) {
  u64 failed;
  asm volatile("sc.d %0, %1, (%2)" : "=&r"(failed) : "r"(value), "r"(place) : "memory");
  return failed;
}

static u64 reserved(u64 *place) {
  u64 value;
  asm volatile("lr.d %0, (%1)" : "=r"(value) : "r"(place) : "memory");
  return value;
}

static void reservations(void) {
  memory[0] = 5;
  memory[1] = 6;
  conditional(memory, 0);
  CHECK(conditional(memory, 7) != 0 && memory[0] == 5);
  CHECK(reserved(memory) == 5);
  CHECK(conditional(memory, 7) == 0 && memory[0] == 7);
  CHECK(conditional(memory, 8) != 0 && memory[0] == 7);
  reserved(memory);
  reserved(memory + 1);
  CHECK(conditional(memory, 9) != 0 && memory[0] == 7);
  u64 failed, value;
  memory[0] = 0x1280000000;
  asm volatile(
      "lr.w %0, (%2)\n"
      "addi t0, %0, 1\n"
      "sc.w %1, t0, (%2)\n"
      : "=&r"(value), "=&r"(failed)
      : "r"(memory)
      : "t0", "memory");
  CHECK(failed == 0 && value == 0xffffffff80000000 && memory[0] == 0x1280000001);
  WORKS(asm volatile("wrs.nto\nwrs.sto"));
}

void main(void) {
  operations();
  reservations();
}
