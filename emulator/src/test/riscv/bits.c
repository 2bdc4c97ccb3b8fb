// The instructions of Zba, Zbb, Zbs and Zicond, and the management of cache blocks (unprivileged
// ISA).
#include "instructions.h"

#define UW(value) ((u64)(u32)(value))
#define ADD_UW(a, b) (UW(a) + (b))
#define SH1ADD(a, b) (((a) << 1) + (b))
#define SH2ADD(a, b) (((a) << 2) + (b))
#define SH3ADD(a, b) (((a) << 3) + (b))
#define SH1ADD_UW(a, b) ((UW(a) << 1) + (b))
#define SH2ADD_UW(a, b) ((UW(a) << 2) + (b))
#define SH3ADD_UW(a, b) ((UW(a) << 3) + (b))
#define SLLI_UW(a, b) (UW(a) << (b))
#define ANDN(a, b) ((a) & ~(b))
#define ORN(a, b) ((a) | ~(b))
#define XNOR(a, b) (~((a) ^ (b)))
#define MAX_(a, b) (S(a) > S(b) ? (a) : (b))
#define MIN_(a, b) (S(a) < S(b) ? (a) : (b))
#define MAXU(a, b) ((a) > (b) ? (a) : (b))
#define MINU(a, b) ((a) < (b) ? (a) : (b))
#define ROL(a, b) ((a) << ((b) & 63) | (a) >> (-(b) & 63))
#define ROR(a, b) ((a) >> ((b) & 63) | (a) << (-(b) & 63))
#define ROLW(a, b) SW((u32)(a) << ((b) & 31) | (u32)(a) >> (-(b) & 31))
#define RORW(a, b) SW((u32)(a) >> ((b) & 31) | (u32)(a) << (-(b) & 31))
#define BCLR(a, b) ((a) & ~(1ul << ((b) & 63)))
#define BSET(a, b) ((a) | 1ul << ((b) & 63))
#define BINV(a, b) ((a) ^ 1ul << ((b) & 63))
#define BEXT(a, b) ((a) >> ((b) & 63) & 1)
#define EQZ(a, b) ((b) == 0 ? 0 : (a))
#define NEZ(a, b) ((b) != 0 ? 0 : (a))

static u64 memory[24] __attribute__((aligned(64)));

static void addresses(void) {
  EACH_PAIR("add.uw", ADD_UW);
  EACH_PAIR("sh1add", SH1ADD);
  EACH_PAIR("sh2add", SH2ADD);
  EACH_PAIR("sh3add", SH3ADD);
  EACH_PAIR("sh1add.uw", SH1ADD_UW);
  EACH_PAIR("sh2add.uw", SH2ADD_UW);
  EACH_PAIR("sh3add.uw", SH3ADD_UW);
  EACH_SHIFT("slli.uw", SLLI_UW, 63);
}

static void logic(void) {
  EACH_PAIR("andn", ANDN);
  EACH_PAIR("orn", ORN);
  EACH_PAIR("xnor", XNOR);
  EACH_PAIR("max", MAX_);
  EACH_PAIR("min", MIN_);
  EACH_PAIR("maxu", MAXU);
  EACH_PAIR("minu", MINU);
  EACH_PAIR("czero.eqz", EQZ);
  EACH_PAIR("czero.nez", NEZ);
}

static void rotations(void) {
  EACH_PAIR("rol", ROL);
  EACH_PAIR("ror", ROR);
  EACH_PAIR("rolw", ROLW);
  EACH_PAIR("rorw", RORW);
  EACH_SHIFT("rori", ROR, 63);
  EACH_SHIFT("roriw", RORW, 31);
}

static void single_bits(void) {
  EACH_PAIR("bclr", BCLR);
  EACH_PAIR("bset", BSET);
  EACH_PAIR("binv", BINV);
  EACH_PAIR("bext", BEXT);
  EACH_SHIFT("bclri", BCLR, 63);
  EACH_SHIFT("bseti", BSET, 63);
  EACH_SHIFT("binvi", BINV, 63);
  EACH_SHIFT("bexti", BEXT, 63);
}

static void unary(void) {
  UNARY("clz", 0, 64);
  UNARY("clz", -1, 0);
  UNARY("clz", 0x800000000000, 16);
  UNARY("ctz", 0, 64);
  UNARY("ctz", 0x800000000000, 47);
  UNARY("cpop", -1, 64);
  UNARY("cpop", 0x8000000000010001, 3);
  UNARY("clzw", 0xffffffff00000000, 32);
  UNARY("clzw", 0x1ffffffff, 0);
  UNARY("ctzw", 0xffffffff00000000, 32);
  UNARY("ctzw", 0x180000000, 31);
  UNARY("cpopw", 0xffffffff80000001, 2);
  UNARY("sext.b", 0x80, -128);
  UNARY("sext.b", 0xff7f, 0x7f);
  UNARY("sext.h", 0x8000, -32768);
  UNARY("sext.h", 0xff7fff, 0x7fff);
  UNARY("zext.h", -1, 0xffff);
  UNARY("orc.b", 0, 0);
  UNARY("orc.b", 0x0001100080000200, 0x00ffff00ff00ff00);
  UNARY("rev8", 0x0123456789abcdef, 0xefcdab8967452301);
}

static void cache_blocks(void) {
  for (int i = 0; i < 24; i++) {
    memory[i] = i + 1;
  }
  WORKS(asm volatile("cbo.clean (%0)\ncbo.flush (%0)\ncbo.inval (%0)" ::"r"(memory) : "memory"));
  WORKS(asm volatile("cbo.zero (%0)" ::"r"((char *)memory + 100) : "memory"));
  for (int i = 0; i < 24; i++) {
    CHECK(memory[i] == (i >= 8 && i < 16 ? 0 : (u64)i + 1));
  }
  TRAPS(STORE_ACCESS, asm volatile("cbo.zero (%0)" ::"r"(0x40000040)));
  TRAPS(STORE_ACCESS, asm volatile("cbo.flush (%0)" ::"r"(0x40000041)));
  CHECK(machine_traps[0].value == 0x40000041);
}

void main(void) {
  addresses();
  logic();
  rotations();
  single_bits();
  unary();
  cache_blocks();
}
