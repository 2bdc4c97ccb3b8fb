// The instructions of RV64I and M (unprivileged ISA).
#include "instructions.h"

#define ADD(a, b) ((a) + (b))
#define SUB(a, b) ((a) - (b))
#define SLL(a, b) ((a) << ((b) & 63))
#define SRL(a, b) ((a) >> ((b) & 63))
#define SRA(a, b) (S(a) >> ((b) & 63))
#define SLT(a, b) (S(a) < S(b))
#define SLTU(a, b) ((a) < (b))
#define XOR(a, b) ((a) ^ (b))
#define OR(a, b) ((a) | (b))
#define AND(a, b) ((a) & (b))
#define ADDW(a, b) SW((a) + (b))
#define SUBW(a, b) SW((a) - (b))
#define SLLW(a, b) SW((u32)(a) << ((b) & 31))
#define SRLW(a, b) SW((u32)(a) >> ((b) & 31))
#define SRAW(a, b) SW((int)(u32)(a) >> ((b) & 31))

#define MUL(a, b) ((a) * (b))
#define MULH(a, b) ((u64)(((__int128)S(a) * (__int128)S(b)) >> 64))
#define MULHSU(a, b) ((u64)(((__int128)S(a) * (__int128)(u64)(b)) >> 64))
#define MULHU(a, b) ((u64)(((unsigned __int128)(a) * (b)) >> 64))
#define OVERFLOW(a, b) ((a) == MIN && (b) == -1ul)
#define DIV(a, b) ((b) == 0 ? -1ul : OVERFLOW(a, b) ? MIN : (u64)(S(a) / (OVERFLOW(a, b) || !(b) ? 1 : S(b))))
#define REM(a, b) ((b) == 0 ? (a) : OVERFLOW(a, b) ? 0 : (u64)(S(a) % (OVERFLOW(a, b) || !(b) ? 1 : S(b))))
#define DIVU(a, b) ((b) == 0 ? -1ul : (a) / ((b) ? (b) : 1))
#define REMU(a, b) ((b) == 0 ? (a) : (a) % ((b) ? (b) : 1))
#define MULW(a, b) SW((u32)(a) * (u32)(b))
#define LONG(a) ((long)(int)(u32)(a))
#define DIVW(a, b) ((u32)(b) == 0 ? -1ul : SW(LONG(a) / (LONG(b) ? LONG(b) : 1)))
#define REMW(a, b) ((u32)(b) == 0 ? SW(a) : SW(LONG(a) % (LONG(b) ? LONG(b) : 1)))
#define DIVUW(a, b) ((u32)(b) == 0 ? -1ul : SW((u32)(a) / ((u32)(b) ? (u32)(b) : 1)))
#define REMUW(a, b) ((u32)(b) == 0 ? SW(a) : SW((u32)(a) % ((u32)(b) ? (u32)(b) : 1)))

static u64 memory[4];

static void registers(void) {
  EACH_PAIR("add", ADD);
  EACH_PAIR("sub", SUB);
  EACH_PAIR("sll", SLL);
  EACH_PAIR("srl", SRL);
  EACH_PAIR("sra", SRA);
  EACH_PAIR("slt", SLT);
  EACH_PAIR("sltu", SLTU);
  EACH_PAIR("xor", XOR);
  EACH_PAIR("or", OR);
  EACH_PAIR("and", AND);
  EACH_PAIR("addw", ADDW);
  EACH_PAIR("subw", SUBW);
  EACH_PAIR("sllw", SLLW);
  EACH_PAIR("srlw", SRLW);
  EACH_PAIR("sraw", SRAW);
}

static void multiplication(void) {
  EACH_PAIR("mul", MUL);
  EACH_PAIR("mulh", MULH);
  EACH_PAIR("mulhsu", MULHSU);
  EACH_PAIR("mulhu", MULHU);
  EACH_PAIR("mulw", MULW);
}

static void division(void) {
  EACH_PAIR("div", DIV);
  EACH_PAIR("rem", REM);
  EACH_PAIR("divu", DIVU);
  EACH_PAIR("remu", REMU);
  EACH_PAIR("divw", DIVW);
  EACH_PAIR("remw", REMW);
  EACH_PAIR("divuw", DIVUW);
  EACH_PAIR("remuw", REMUW);
}

static void immediates(void) {
  EACH_IMMEDIATE("addi", ADD);
  EACH_IMMEDIATE("slti", SLT);
  EACH_IMMEDIATE("sltiu", SLTU);
  EACH_IMMEDIATE("xori", XOR);
  EACH_IMMEDIATE("ori", OR);
  EACH_IMMEDIATE("andi", AND);
  EACH_IMMEDIATE("addiw", ADDW);
  EACH_SHIFT("slli", SLL, 63);
  EACH_SHIFT("srli", SRL, 63);
  EACH_SHIFT("srai", SRA, 63);
  EACH_SHIFT("slliw", SLLW, 31);
  EACH_SHIFT("srliw", SRLW, 31);
  EACH_SHIFT("sraiw", SRAW, 31);
  u64 value, pc;
  asm volatile("lui %0, 0x80001" : "=r"(value));
  CHECK(value == 0xffffffff80001000);
  asm volatile("1: auipc %0, 0xfffff\nla %1, 1b" : "=&r"(value), "=r"(pc));
  CHECK(value == pc - 0x1000);
}

#define LOADED(op, offset, expected) \
  do { \
    u64 result; \
    asm volatile(op " %0, " #offset "(%1)" : "=r"(result) : "r"(&memory[1]) : "memory"); \
    CHECK(result == (u64)(expected)); \
  } while (0)

#define STORED(op, offset, expected) \
  do { \
    memory[1] = -1; \
    asm volatile(op " %0, " #offset "(%1)" ::"r"(0x1122334455667788ul), "r"(&memory[2]) : "memory"); \
    CHECK(memory[1] == (expected)); \
  } while (0)

static void loads_and_stores(void) {
  memory[0] = 0x7766554433221100;
  memory[1] = 0xffeeddccbbaa9988;
  LOADED("lb", 0, -120);
  LOADED("lbu", 7, 0xff);
  LOADED("lb", -1, 0x77);
  LOADED("lh", 2, 0xffffffffffffbbaa);
  LOADED("lhu", 2, 0xbbaa);
  LOADED("lhu", -1, 0x8877);
  LOADED("lw", 4, 0xffffffffffeeddcc);
  LOADED("lwu", 4, 0xffeeddcc);
  LOADED("lw", -2, 0xffffffff99887766);
  LOADED("ld", 0, 0xffeeddccbbaa9988);
  LOADED("ld", -8, 0x7766554433221100);
  LOADED("ld", -3, 0xccbbaa9988776655);
  STORED("sb", -8, 0xffffffffffffff88);
  STORED("sb", -1, 0x88ffffffffffffff);
  STORED("sh", -6, 0xffffffff7788ffff);
  STORED("sh", -5, 0xffffff7788ffffff);
  STORED("sw", -4, 0x55667788ffffffff);
  STORED("sw", -7, 0xffffff55667788ff);
  STORED("sd", -8, 0x1122334455667788);
}

#define TAKEN(op, a, b) \
  ({ \
    long taken = 1; \
    asm volatile(op " %1, %2, 1f\nli %0, 0\n1:" : "+r"(taken) : "r"((u64)(a)), "r"((u64)(b))); \
    taken; \
  })

static void branches(void) {
  CHECK(TAKEN("beq", 5, 5) && !TAKEN("beq", 5, 6) && !TAKEN("beq", 0, MIN));
  CHECK(TAKEN("bne", 5, 6) && !TAKEN("bne", -1, -1));
  CHECK(TAKEN("blt", -1, 0) && !TAKEN("blt", 0, 0) && !TAKEN("blt", MAX, MIN));
  CHECK(TAKEN("bge", 0, 0) && TAKEN("bge", MAX, MIN) && !TAKEN("bge", MIN, 0));
  CHECK(TAKEN("bltu", 0, -1) && !TAKEN("bltu", MIN, MAX) && !TAKEN("bltu", 1, 1));
  CHECK(TAKEN("bgeu", MIN, MAX) && TAKEN("bgeu", 1, 1) && !TAKEN("bgeu", 0, 1));
}

static void jumps(void) {
  u64 link, expected, passed = 0;
  asm volatile(
      ".option push\n.option norvc\n"
      "jal %0, 1f\n"
      "2: li %2, 1\n"
      "1: la %1, 2b\n"
      ".option pop"
      : "=&r"(link), "=&r"(expected), "+r"(passed));
  CHECK(link == expected && passed == 0);
  asm volatile(
      ".option push\n.option norvc\n"
      "la t0, 1f + 1\n"
      "jalr %0, 0(t0)\n"
      "2: li %2, 1\n"
      "1: la %1, 2b\n"
      ".option pop"
      : "=&r"(link), "=&r"(expected), "+r"(passed)::"t0");
  CHECK(link == expected && passed == 0);
  asm volatile("la t0, 1f - 16\njalr t0, 16(t0)\nli %0, 1\n1:" : "+r"(passed)::"t0");
  CHECK(passed == 0);
}

static void ordering(void) {
  WORKS(asm volatile("fence\nfence.tso\nfence w, 0\nfence.i\npause"));
  WORKS(asm volatile("prefetch.r 0(%0)\nprefetch.w 32(%0)\nprefetch.i 0(zero)" ::"r"(memory)));
}

void main(void) {
  registers();
  multiplication();
  division();
  immediates();
  loads_and_stores();
  branches();
  jumps();
  ordering();
}
