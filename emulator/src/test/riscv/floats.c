// The instructions of F and D: results, exception flags and rounding modes (unprivileged ISA, after
// IEEE 754). Numbers are written as their bits.
#include "conformance.h"

enum { NX = 1, UF = 2, OF = 4, DZ = 8, NV = 16 };

#define D_ONE 0x3ff0000000000000
#define D_TWO 0x4000000000000000
#define D_THREE 0x4008000000000000
#define D_SEVEN 0x401c000000000000
#define D_HALF 0x3fe0000000000000
#define D_INF 0x7ff0000000000000
#define D_NAN 0x7ff8000000000000
#define D_SIGNALING 0x7ff0000000000001
#define D_MAX 0x7fefffffffffffff
#define D_SIGN 0x8000000000000000
#define D_TINY 0x3ca0000000000000

#define BOX 0xffffffff00000000
#define F_ONE (BOX | 0x3f800000)
#define F_TWO (BOX | 0x40000000)
#define F_THREE (BOX | 0x40400000)
#define F_SEVEN (BOX | 0x40e00000)
#define F_HALF (BOX | 0x3f000000)
#define F_INF (BOX | 0x7f800000)
#define F_NAN (BOX | 0x7fc00000)
#define F_SIGNALING (BOX | 0x7f800001)
#define F_MAX (BOX | 0x7f7fffff)
#define F_SIGN 0x80000000
#define F_TINY (BOX | 0x33800000)

#define BEGIN "fmv.d.x fa0, %2\nfmv.d.x fa1, %3\nfmv.d.x fa2, %4\nfsflags zero\n"
#define RESULT(text, a, b, c, bits, flags) \
  do { \
    u64 value, raised; \
    asm volatile(BEGIN text "\nfrflags %1" \
                 : "=&r"(value), "=r"(raised) \
                 : "r"((u64)(a)), "r"((u64)(b)), "r"((u64)(c)) \
                 : "fa0", "fa1", "fa2", "fa3"); \
    CHECK(value == (u64)(bits)); \
    CHECK(raised == (flags)); \
  } while (0)

// Operations with one, two and three operands and a rounding mode, and those without one.
#define ROUNDED1(op, a, mode, bits, flags) \
  RESULT(op " fa3, fa0, " mode "\nfmv.x.d %0, fa3", a, 0, 0, bits, flags)
#define ROUNDED2(op, a, b, mode, bits, flags) \
  RESULT(op " fa3, fa0, fa1, " mode "\nfmv.x.d %0, fa3", a, b, 0, bits, flags)
#define ROUNDED3(op, a, b, c, mode, bits, flags) \
  RESULT(op " fa3, fa0, fa1, fa2, " mode "\nfmv.x.d %0, fa3", a, b, c, bits, flags)
#define PLAIN(op, a, b, bits, flags) \
  RESULT(op " fa3, fa0, fa1\nfmv.x.d %0, fa3", a, b, 0, bits, flags)
#define COMPARED(op, a, b, truth, flags) RESULT(op " %0, fa0, fa1", a, b, 0, truth, flags)
#define TO_INTEGER(op, a, mode, integer, flags) \
  RESULT(op " %0, fa0, " mode, a, 0, 0, integer, flags)
#define FROM_INTEGER(op, integer, mode, bits, flags) \
  RESULT(op " fa3, %2, " mode "\nfmv.x.d %0, fa3", integer, 0, 0, bits, flags)
#define EXACT(op, integer, bits) \
  RESULT(op " fa3, %2\nfmv.x.d %0, fa3", integer, 0, 0, bits, 0)

static void doubles(void) {
  ROUNDED2("fadd.d", D_ONE, D_TWO, "rne", D_THREE, 0);
  ROUNDED2("fadd.d", D_INF, D_INF | D_SIGN, "rne", D_NAN, NV);
  ROUNDED2("fadd.d", D_SIGNALING, D_ONE, "rne", D_NAN, NV);
  ROUNDED2("fadd.d", D_NAN | D_SIGN | 77, D_ONE, "rne", D_NAN, 0);
  ROUNDED2("fadd.d", D_MAX, D_MAX, "rne", D_INF, OF | NX);
  ROUNDED2("fadd.d", D_MAX, D_MAX, "rtz", D_MAX, OF | NX);
  ROUNDED2("fadd.d", D_MAX, D_MAX, "rdn", D_MAX, OF | NX);
  ROUNDED2("fadd.d", D_ONE, D_TINY, "rne", D_ONE, NX);
  ROUNDED2("fadd.d", D_ONE, D_TINY, "rup", D_ONE + 1, NX);
  ROUNDED2("fadd.d", D_ONE, D_TINY, "rmm", D_ONE + 1, NX);
  ROUNDED2("fadd.d", D_ONE, D_TINY, "rtz", D_ONE, NX);
  ROUNDED2("fsub.d", D_ONE, D_ONE, "rne", 0, 0);
  ROUNDED2("fsub.d", D_ONE, D_ONE, "rdn", D_SIGN, 0);
  ROUNDED2("fmul.d", D_ONE, D_THREE, "rne", D_THREE, 0);
  ROUNDED2("fmul.d", 0x0010000000000000, D_HALF, "rne", 0x0008000000000000, 0);
  ROUNDED2("fmul.d", 1, D_HALF, "rne", 0, UF | NX);
  ROUNDED2("fmul.d", 1, D_HALF, "rup", 1, UF | NX);
  ROUNDED2("fmul.d", 0, D_INF, "rne", D_NAN, NV);
  ROUNDED2("fdiv.d", D_ONE, 0, "rne", D_INF, DZ);
  ROUNDED2("fdiv.d", 0, 0, "rne", D_NAN, NV);
  ROUNDED2("fdiv.d", D_ONE, D_THREE, "rne", 0x3fd5555555555555, NX);
  ROUNDED2("fdiv.d", D_ONE, D_THREE, "rup", 0x3fd5555555555556, NX);
  ROUNDED1("fsqrt.d", D_TWO, "rne", 0x3ff6a09e667f3bcd, NX);
  ROUNDED1("fsqrt.d", D_TWO, "rtz", 0x3ff6a09e667f3bcc, NX);
  ROUNDED1("fsqrt.d", D_ONE | D_SIGN, "rne", D_NAN, NV);
  ROUNDED1("fsqrt.d", D_SIGN, "rne", D_SIGN, 0);
  ROUNDED3("fmadd.d", D_TWO, D_THREE, D_ONE, "rne", D_SEVEN, 0);
  ROUNDED3("fmsub.d", D_ONE + 1, D_ONE - 2, D_ONE, "rne", 0xb970000000000000, 0);
  ROUNDED3("fnmadd.d", D_TWO, D_THREE, D_ONE, "rne", D_SEVEN | D_SIGN, 0);
  ROUNDED3("fnmsub.d", D_TWO, D_THREE, D_SEVEN, "rne", D_ONE, 0);
  ROUNDED3("fmadd.d", D_INF, 0, D_NAN, "rne", D_NAN, NV);
  PLAIN("fmin.d", D_SIGN, 0, D_SIGN, 0);
  PLAIN("fmax.d", D_SIGN, 0, 0, 0);
  PLAIN("fmin.d", D_SIGNALING, D_ONE, D_ONE, NV);
  PLAIN("fmax.d", D_NAN, D_ONE, D_ONE, 0);
  PLAIN("fmax.d", D_NAN | 5, D_NAN | 6, D_NAN, 0);
  PLAIN("fsgnj.d", D_ONE, D_SIGN, D_ONE | D_SIGN, 0);
  PLAIN("fsgnjn.d", D_ONE, D_SIGN, D_ONE, 0);
  PLAIN("fsgnjx.d", D_ONE | D_SIGN, D_TWO | D_SIGN, D_ONE, 0);
  COMPARED("feq.d", D_SIGN, 0, 1, 0);
  COMPARED("feq.d", D_NAN, D_ONE, 0, 0);
  COMPARED("feq.d", D_SIGNALING, D_ONE, 0, NV);
  COMPARED("flt.d", D_ONE, D_TWO, 1, 0);
  COMPARED("flt.d", D_NAN, D_TWO, 0, NV);
  COMPARED("fle.d", D_TWO, D_TWO, 1, 0);
  COMPARED("fle.d", D_NAN, D_TWO, 0, NV);
}

static void singles(void) {
  ROUNDED2("fadd.s", F_ONE, F_TWO, "rne", F_THREE, 0);
  ROUNDED2("fadd.s", 0x3f800000, F_TWO, "rne", F_NAN, 0);
  ROUNDED2("fadd.s", F_INF, F_INF | F_SIGN, "rne", F_NAN, NV);
  ROUNDED2("fadd.s", F_MAX, F_MAX, "rne", F_INF, OF | NX);
  ROUNDED2("fadd.s", F_MAX, F_MAX, "rtz", F_MAX, OF | NX);
  ROUNDED2("fadd.s", F_ONE, F_TINY, "rne", F_ONE, NX);
  ROUNDED2("fadd.s", F_ONE, F_TINY, "rup", F_ONE + 1, NX);
  ROUNDED2("fadd.s", F_ONE, F_TINY, "rmm", F_ONE + 1, NX);
  ROUNDED2("fsub.s", F_ONE, F_ONE, "rdn", BOX | F_SIGN, 0);
  ROUNDED2("fmul.s", BOX | 1, F_HALF, "rne", BOX, UF | NX);
  ROUNDED2("fmul.s", BOX | 1, F_HALF, "rup", BOX | 1, UF | NX);
  ROUNDED2("fdiv.s", F_ONE, F_THREE, "rne", BOX | 0x3eaaaaab, NX);
  ROUNDED2("fdiv.s", F_ONE, F_THREE, "rtz", BOX | 0x3eaaaaaa, NX);
  ROUNDED2("fdiv.s", F_ONE, BOX, "rne", F_INF, DZ);
  ROUNDED1("fsqrt.s", F_TWO, "rne", BOX | 0x3fb504f3, NX);
  ROUNDED3("fmadd.s", F_TWO, F_THREE, F_ONE, "rne", F_SEVEN, 0);
  ROUNDED3("fmsub.s", F_ONE + 1, F_ONE - 2, F_ONE, "rne", BOX | 0xa8800000, 0);
  ROUNDED3("fnmadd.s", F_TWO, F_THREE, F_ONE, "rne", F_SEVEN | F_SIGN, 0);
  ROUNDED3("fnmsub.s", F_TWO, F_THREE, F_SEVEN, "rne", F_ONE, 0);
  PLAIN("fmin.s", BOX | F_SIGN, BOX, BOX | F_SIGN, 0);
  PLAIN("fmax.s", F_SIGNALING, F_ONE, F_ONE, NV);
  PLAIN("fsgnj.s", F_ONE, BOX | F_SIGN, F_ONE | F_SIGN, 0);
  PLAIN("fsgnjn.s", F_ONE, BOX | F_SIGN, F_ONE, 0);
  PLAIN("fsgnjx.s", F_ONE | F_SIGN, F_TWO | F_SIGN, F_ONE, 0);
  COMPARED("feq.s", F_SIGNALING, F_ONE, 0, NV);
  COMPARED("flt.s", F_ONE, F_TWO, 1, 0);
  COMPARED("fle.s", F_NAN, F_TWO, 0, NV);
}

static void conversions(void) {
  TO_INTEGER("fcvt.w.d", 0x3ff8000000000000, "rne", 2, NX);
  TO_INTEGER("fcvt.w.d", 0x4004000000000000, "rne", 2, NX);
  TO_INTEGER("fcvt.w.d", 0x4004000000000000, "rmm", 3, NX);
  TO_INTEGER("fcvt.w.d", 0xbff8000000000000, "rtz", -1, NX);
  TO_INTEGER("fcvt.w.d", 0xbff8000000000000, "rdn", -2, NX);
  TO_INTEGER("fcvt.w.d", 0x41e0000000000000, "rne", 0x7fffffff, NV);
  TO_INTEGER("fcvt.w.d", D_NAN, "rne", 0x7fffffff, NV);
  TO_INTEGER("fcvt.w.d", D_INF | D_SIGN, "rne", 0xffffffff80000000, NV);
  TO_INTEGER("fcvt.wu.d", D_ONE | D_SIGN, "rne", 0, NV);
  TO_INTEGER("fcvt.wu.d", D_HALF | D_SIGN, "rtz", 0, NX);
  TO_INTEGER("fcvt.wu.d", 0x41efffffffe00000, "rne", -1, 0);
  TO_INTEGER("fcvt.l.d", 0x43e0000000000000, "rne", 0x7fffffffffffffff, NV);
  TO_INTEGER("fcvt.l.d", 0xc3e0000000000000, "rne", D_SIGN, 0);
  TO_INTEGER("fcvt.lu.d", 0x43f0000000000000, "rne", -1, NV);
  TO_INTEGER("fcvt.lu.d", 0x43e0000000000000, "rne", D_SIGN, 0);
  TO_INTEGER("fcvt.w.s", BOX | 0xbfc00000, "rne", -2, NX);
  TO_INTEGER("fcvt.wu.s", BOX | 0x4f800000, "rne", -1, NV);
  TO_INTEGER("fcvt.l.s", F_NAN, "rne", 0x7fffffffffffffff, NV);
  TO_INTEGER("fcvt.lu.s", F_THREE | F_SIGN, "rne", 0, NV);
  FROM_INTEGER("fcvt.d.l", 9007199254740993, "rne", 0x4340000000000000, NX);
  FROM_INTEGER("fcvt.d.l", 9007199254740993, "rup", 0x4340000000000001, NX);
  FROM_INTEGER("fcvt.d.lu", -1, "rne", 0x43f0000000000000, NX);
  FROM_INTEGER("fcvt.d.lu", -1, "rtz", 0x43efffffffffffff, NX);
  FROM_INTEGER("fcvt.s.w", 16777217, "rne", BOX | 0x4b800000, NX);
  FROM_INTEGER("fcvt.s.wu", 0xfffffffffffffffful, "rne", BOX | 0x4f800000, NX);
  FROM_INTEGER("fcvt.s.l", -2, "rne", F_TWO | F_SIGN, 0);
  FROM_INTEGER("fcvt.s.lu", 3, "rne", F_THREE, 0);
  EXACT("fcvt.d.w", 0xfffffffe, D_TWO | D_SIGN);
  EXACT("fcvt.d.wu", 0x100000003, D_THREE);
  EXACT("fmv.w.x", 0x123f800000, F_ONE);
  EXACT("fmv.d.x", D_ONE, D_ONE);
  ROUNDED1("fcvt.s.d", 0x3fb999999999999a, "rne", BOX | 0x3dcccccd, NX);
  ROUNDED1("fcvt.s.d", 0x3fb999999999999a, "rtz", BOX | 0x3dcccccc, NX);
  ROUNDED1("fcvt.s.d", D_MAX, "rne", F_INF, OF | NX);
  ROUNDED1("fcvt.s.d", D_NAN | D_SIGN, "rne", F_NAN, 0);
  RESULT("fcvt.d.s fa3, fa0\nfmv.x.d %0, fa3", F_THREE, 0, 0, D_THREE, 0);
  RESULT("fmv.x.w %0, fa0", F_ONE | F_SIGN, 0, 0, 0xffffffffbf800000, 0);
}

#define CLASS(suffix, a, expected) RESULT("fclass." suffix " %0, fa0", a, 0, 0, 1 << expected, 0)

static void classes(void) {
  CLASS("d", D_INF | D_SIGN, 0);
  CLASS("d", D_ONE | D_SIGN, 1);
  CLASS("d", D_SIGN | 1, 2);
  CLASS("d", D_SIGN, 3);
  CLASS("d", 0, 4);
  CLASS("d", 1, 5);
  CLASS("d", D_ONE, 6);
  CLASS("d", D_INF, 7);
  CLASS("d", D_SIGNALING, 8);
  CLASS("d", D_NAN, 9);
  CLASS("s", F_INF | F_SIGN, 0);
  CLASS("s", F_ONE, 6);
  CLASS("s", F_SIGNALING, 8);
  CLASS("s", 0, 9);
}

static u64 memory[2] = {0x3ff12345678abcde, 0x1122334455667788};

static void memory_and_modes(void) {
  u64 value;
  asm volatile("fld fa0, 0(%1)\nfmv.x.d %0, fa0" : "=r"(value) : "r"(memory) : "fa0", "memory");
  CHECK(value == 0x3ff12345678abcde);
  asm volatile("flw fa0, 4(%1)\nfmv.x.d %0, fa0" : "=r"(value) : "r"(memory) : "fa0", "memory");
  CHECK(value == (BOX | 0x3ff12345));
  asm volatile("fmv.d.x fa0, %0\nfsw fa0, 8(%1)" ::"r"(D_ONE | 9), "r"(memory) : "fa0", "memory");
  CHECK(memory[1] == 0x1122334400000009);
  asm volatile("fmv.d.x fa0, %0\nfsd fa0, 8(%1)" ::"r"(D_ONE | 9), "r"(memory) : "fa0", "memory");
  CHECK(memory[1] == (D_ONE | 9));
  u64 expected[] = {D_ONE, D_ONE, D_ONE, D_ONE + 1, D_ONE + 1};
  for (u64 mode = 0; mode < 5; mode++) {
    WRITE(frm, mode);
    ROUNDED2("fadd.d", D_ONE, D_TINY, "dyn", expected[mode], NX);
  }
  WRITE(frm, 0);
  WRITE(fflags, UF);
  asm volatile("fmv.d.x fa0, %0\nfadd.d fa0, fa0, fa0" ::"r"(D_MAX) : "fa0");
  CHECK(READ(fflags) == (UF | OF | NX));
}

void main(void) {
  doubles();
  singles();
  conversions();
  classes();
  memory_and_modes();
}
