// How single instructions are checked: with operands that the compiler cannot see through, against
// values that it has worked out while compiling.
#pragma once
#include "conformance.h"

#define MIN 0x8000000000000000ul
#define MAX 0x7ffffffffffffffful
#define S(value) ((long)(value))
#define SW(value) ((u64)(long)(int)(u32)(value))

#define BINARY(op, model, a, b) \
  do { \
    static const u64 expected = (u64)(model((u64)(a), (u64)(b))); \
    u64 result; \
    asm volatile(op " %0, %1, %2" : "=r"(result) : "r"((u64)(a)), "r"((u64)(b))); \
    CHECK(result == expected); \
    asm volatile(op " zero, %1, %2\nmv %0, zero" : "=r"(result) : "r"((u64)(a)), "r"((u64)(b))); \
    CHECK(result == 0); \
  } while (0)

#define EACH_PAIR(op, model) \
  do { \
    BINARY(op, model, 0, 0); \
    BINARY(op, model, 1, 0); \
    BINARY(op, model, 0, 1); \
    BINARY(op, model, -1, 1); \
    BINARY(op, model, 1, -1); \
    BINARY(op, model, -1, -1); \
    BINARY(op, model, MIN, -1); \
    BINARY(op, model, MIN, MAX); \
    BINARY(op, model, MAX, MIN); \
    BINARY(op, model, 0x80000000ul, -1); \
    BINARY(op, model, 0xffffffff80000000ul, 0xffffffff); \
    BINARY(op, model, 0x123456789abcdef0ul, 0xfedcba9876543210ul); \
    BINARY(op, model, 0xfedcba9876543210ul, 36); \
    BINARY(op, model, -7, 3); \
    BINARY(op, model, 0x0100800000ff7f00ul, 63); \
  } while (0)

#define IMMEDIATE(op, model, a, imm) \
  do { \
    static const u64 expected = (u64)(model((u64)(a), (u64)(long)(imm))); \
    u64 result; \
    asm volatile(op " %0, %1, %2" : "=r"(result) : "r"((u64)(a)), "i"(imm)); \
    CHECK(result == expected); \
  } while (0)

#define EACH_IMMEDIATE(op, model) \
  do { \
    IMMEDIATE(op, model, 0, 0); \
    IMMEDIATE(op, model, -1, 1); \
    IMMEDIATE(op, model, 1, -1); \
    IMMEDIATE(op, model, MIN, -2048); \
    IMMEDIATE(op, model, MAX, 2047); \
    IMMEDIATE(op, model, 0x123456789abcdef0ul, 0x555); \
    IMMEDIATE(op, model, 0x7fffffff, 1); \
  } while (0)

#define EACH_SHIFT(op, model, widest) \
  do { \
    IMMEDIATE(op, model, -1, 0); \
    IMMEDIATE(op, model, 0x123456789abcdef0ul, 1); \
    IMMEDIATE(op, model, MIN, widest); \
    IMMEDIATE(op, model, 0x8000000080000001ul, widest); \
    IMMEDIATE(op, model, 0xfedcba9876543210ul, 17); \
  } while (0)

#define UNARY(op, a, value) \
  do { \
    u64 result; \
    asm volatile(op " %0, %1" : "=r"(result) : "r"((u64)(a))); \
    CHECK(result == (u64)(value)); \
  } while (0)
