/*
 * Instructions at the edges of their range, and a checksum over many random operands: every
 * implementation of RV64GC must print the same.
 */

#include "check.h"

#include <stdint.h>

#define BINARY(name)                                                                    \
    static uint64_t do_##name(uint64_t x, uint64_t y) {                                      \
        uint64_t result;                                                                \
        __asm__ volatile(#name " %0, %1, %2" : "=r"(result) : "r"(x), "r"(y));          \
        return result;                                                                  \
    }

BINARY(add) BINARY(sub) BINARY(sll) BINARY(slt) BINARY(sltu) BINARY(xor) BINARY(srl) BINARY(sra)
BINARY(or) BINARY(and) BINARY(addw) BINARY(subw) BINARY(sllw) BINARY(srlw) BINARY(sraw)
BINARY(mul) BINARY(mulh) BINARY(mulhsu) BINARY(mulhu) BINARY(div) BINARY(divu) BINARY(rem)
BINARY(remu) BINARY(mulw) BINARY(divw) BINARY(divuw) BINARY(remw) BINARY(remuw)

#define FLOATING(name, instruction)                                                     \
    static uint64_t do_##name(uint64_t x, uint64_t y) {                                      \
        uint64_t result;                                                                \
        __asm__ volatile("fmv.d.x ft0, %1\n fmv.d.x ft1, %2\n" instruction              \
                         " ft2, ft0, ft1\n fmv.x.d %0, ft2"                             \
                         : "=r"(result)                                                 \
                         : "r"(x), "r"(y)                                               \
                         : "ft0", "ft1", "ft2");                                        \
        return result;                                                                  \
    }

FLOATING(fadd, "fadd.d") FLOATING(fsub, "fsub.d") FLOATING(fmul, "fmul.d")
FLOATING(fdiv, "fdiv.d") FLOATING(fmin_, "fmin.d") FLOATING(fmax_, "fmax.d")
FLOATING(fsgnj, "fsgnj.d") FLOATING(fsgnjx, "fsgnjx.d") FLOATING(fadds, "fadd.s")
FLOATING(fmuls, "fmul.s") FLOATING(fdivs, "fdiv.s")

static const struct {
    const char *name;
    uint64_t (*apply)(uint64_t, uint64_t);
} operations[] = {
    {"add", do_add},       {"sub", do_sub},       {"sll", do_sll},       {"slt", do_slt},
    {"sltu", do_sltu},     {"xor", do_xor},       {"srl", do_srl},       {"sra", do_sra},
    {"or", do_or},         {"and", do_and},       {"addw", do_addw},     {"subw", do_subw},
    {"sllw", do_sllw},     {"srlw", do_srlw},     {"sraw", do_sraw},     {"mul", do_mul},
    {"mulh", do_mulh},     {"mulhsu", do_mulhsu}, {"mulhu", do_mulhu},   {"div", do_div},
    {"divu", do_divu},     {"rem", do_rem},       {"remu", do_remu},     {"mulw", do_mulw},
    {"divw", do_divw},     {"divuw", do_divuw},   {"remw", do_remw},     {"remuw", do_remuw},
    {"fadd.d", do_fadd},   {"fsub.d", do_fsub},   {"fmul.d", do_fmul},   {"fdiv.d", do_fdiv},
    {"fmin.d", do_fmin_},  {"fmax.d", do_fmax_},  {"fsgnj.d", do_fsgnj}, {"fsgnjx.d", do_fsgnjx},
    {"fadd.s", do_fadds},  {"fmul.s", do_fmuls},  {"fdiv.s", do_fdivs},
};

static const uint64_t edges[] = {
    0, 1, (uint64_t)-1, INT64_MAX, (uint64_t)INT64_MIN, INT32_MAX, (uint64_t)INT32_MIN,
    0x3ff0000000000000 /* 1.0 */, 0x8000000000000000 /* -0.0 */, 0x7ff0000000000000 /* inf */,
    0x7ff8000000000000 /* NaN */, 0x0010000000000001, 0xffffffff3f800000 /* boxed 1.0f */,
};

enum { EDGES = sizeof edges / sizeof *edges, RANDOM = 2000 };

static uint64_t next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static uint64_t mix(uint64_t sum, uint64_t value) {
    return (sum ^ value) * 0x9e3779b97f4a7c15 + (sum >> 29);
}

static void special_cases(void) {
    uint64_t least = (uint64_t)INT64_MIN, minus_one = (uint64_t)-1;
    CHECK(do_div(5, 0) == minus_one && do_rem(5, 0) == 5 && do_divu(5, 0) == minus_one && do_remu(5, 0) == 5);
    CHECK(do_div(least, minus_one) == least && do_rem(least, minus_one) == 0);
    CHECK(do_divw(5, 0) == minus_one && do_remw(5, 0) == 5);
    CHECK(do_mulh(minus_one, minus_one) == 0 && do_mulhu(minus_one, minus_one) == minus_one - 1);
    CHECK(do_mulhsu(minus_one, minus_one) == minus_one);
    CHECK(do_sra(least, 63) == minus_one && do_sll(1, 64) == 1 && do_addw(INT32_MAX, 1) == -(1UL << 31));
    puts("special cases");
}

int main(void) {
    special_cases();
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        uint64_t sum = 0, state = 88172645463325252;
        for (int x = 0; x < EDGES; x++) {
            for (int y = 0; y < EDGES; y++) {
                sum = mix(sum, operations[i].apply(edges[x], edges[y]));
            }
        }
        for (int round = 0; round < RANDOM; round++) {
            uint64_t x = next(&state);
            sum = mix(sum, operations[i].apply(x, next(&state)));
        }
        printf("%s %016lx\n", operations[i].name, sum);
    }
    return finish();
}
