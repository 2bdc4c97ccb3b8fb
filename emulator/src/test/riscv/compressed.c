// The compressed instructions (unprivileged ISA, "C"), written as such, and that they are 16 bits.
#include "conformance.h"

static u64 memory[8] = {0x1122334455667788, 0x99aabbccddeeff00, 0x8000000000000001};

// One instruction with s0 and s1 set, which must be two bytes long; the result is s0.
#define SHORT(text, first, second, expected) \
  do { \
    register u64 s0 asm("a0") = (first); \
    register u64 s1 asm("a1") = (second); \
    u64 length; \
    asm volatile( \
        ".option push\n.option rvc\n" \
        "1: " text "\n" \
        "2:\n" \
        ".option pop\n" \
        "la %2, 2b\nla t0, 1b\nsub %2, %2, t0" \
        : "+r"(s0), "+r"(s1), "=&r"(length)::"t0", "memory"); \
    CHECK(length == 2); \
    CHECK(s0 == (u64)(expected)); \
  } while (0)

static void arithmetic(void) {
  SHORT("c.nop", 3, 0, 3);
  SHORT("c.addi a0, -32", 3, 0, -29);
  SHORT("c.addiw a0, 31", 0x7fffffff, 0, 0xffffffff8000001e);
  SHORT("c.li a0, -32", 3, 0, -32);
  SHORT("c.lui a0, 31", 3, 0, 0x1f000);
  SHORT("c.lui a0, 0xfffe0", 3, 0, 0xfffffffffffe0000);
  SHORT("c.slli a0, 63", 3, 0, 1ul << 63);
  SHORT("c.srli a0, 60", -1, 0, 15);
  SHORT("c.srai a0, 60", 1ul << 63, 0, -8);
  SHORT("c.andi a0, -2", 15, 0, 14);
  SHORT("c.mv a0, a1", 3, 4, 4);
  SHORT("c.add a0, a1", 3, 4, 7);
  SHORT("c.sub a0, a1", 3, 4, -1);
  SHORT("c.xor a0, a1", 3, 6, 5);
  SHORT("c.or a0, a1", 3, 6, 7);
  SHORT("c.and a0, a1", 3, 6, 2);
  SHORT("c.subw a0, a1", 0, 0x80000000, 0xffffffff80000000);
  SHORT("c.addw a0, a1", 0x7fffffff, 1, 0xffffffff80000000);
}

static void loads_and_stores(void) {
  SHORT("c.lw a0, 4(a1)", 0, (u64)memory, 0x11223344);
  SHORT("c.lw a0, 8(a1)", 0, (u64)memory, 0xffffffffddeeff00);
  SHORT("c.ld a0, 8(a1)", 0, (u64)memory, 0x99aabbccddeeff00);
  SHORT("c.sw a1, 124(a0)", (u64)memory - 100, 7, (u64)memory - 100);
  CHECK(memory[3] == 7);
  SHORT("c.sd a1, 248(a0)", (u64)memory - 216, -5, (u64)memory - 216);
  CHECK(memory[4] == -5ul);
  u64 value;
  asm volatile(
      "mv t0, sp\n"
      "addi sp, %1, -8\n"
      ".option push\n.option rvc\n"
      "c.ldsp %0, 16(sp)\n"
      "c.sdsp %0, 48(sp)\n"
      "c.lwsp t1, 20(sp)\n"
      "c.swsp t1, 56(sp)\n"
      "c.addi16sp sp, -512\n"
      "c.addi4spn a2, sp, 1020\n"
      ".option pop\n"
      "sub a2, a2, sp\n"
      "sub %0, sp, %1\n"
      "add %0, %0, a2\n"
      "mv sp, t0"
      : "=&r"(value)
      : "r"(memory)
      : "t0", "t1", "a2", "memory");
  CHECK(value == (u64)(1020 - 520));
  CHECK(memory[5] == 0x99aabbccddeeff00 && (u32)memory[6] == 0x99aabbcc);
}

static void floats(void) {
  u64 value;
  asm volatile("c.fld fa0, 0(%1)\nc.fsd fa0, 56(%1)\nfmv.x.d %0, fa0" : "=r"(value) : "r"(({
                 register u64 *place asm("a5") = memory;
                 place;
               })) : "fa0", "memory");
  CHECK(value == 0x1122334455667788 && memory[7] == value);
  asm volatile("mv t0, sp\nmv sp, %0\nc.fldsp f1, 8(sp)\nc.fsdsp f1, 56(sp)\nmv sp, t0" ::"r"(memory)
               : "t0", "ft1", "memory");
  CHECK(memory[7] == 0x99aabbccddeeff00);
}

#define BRANCHES(text, first, expected) \
  ({ \
    register u64 operand asm("a0") = (first); \
    u64 passed = 1; \
    asm volatile(text " a0, 1f\nli %0, 0\n1:" : "+r"(passed) : "r"(operand)); \
    CHECK(passed == (expected)); \
  })

static void jumps(void) {
  BRANCHES("c.beqz", 0, 1);
  BRANCHES("c.beqz", 1, 0);
  BRANCHES("c.bnez", 1ul << 63, 1);
  BRANCHES("c.bnez", 0, 0);
  u64 passed = 1, link, here;
  asm volatile("c.j 1f\nli %0, 0\n1:" : "+r"(passed));
  CHECK(passed);
  asm volatile("la t0, 1f\nc.jr t0\nli %0, 0\n1:" : "+r"(passed)::"t0");
  CHECK(passed);
  asm volatile("la t0, 1f\nc.jalr t0\n2: li %0, 0\n1: mv %1, ra\nla %2, 2b"
               : "+r"(passed), "=&r"(link), "=r"(here)::"t0", "ra");
  CHECK(passed && link == here);
  TRAPS(BREAKPOINT, asm volatile("c.ebreak"));
  TRAPS(ILLEGAL, asm volatile(".half 0x2001"));
}

void main(void) {
  arithmetic();
  loads_and_stores();
  floats();
  jumps();
}
