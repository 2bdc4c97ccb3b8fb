// What conformance programs are written with. A program is a function main that hart 0 calls, and if
// need be one, others(hart), that the other harts call. It passes when main returns, and fails with
// the number of the line whose check failed.
#pragma once

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

enum { USER, SUPERVISOR, MACHINE = 3 };

enum {
  FETCH_ACCESS = 1,
  ILLEGAL = 2,
  BREAKPOINT = 3,
  LOAD_MISALIGNED = 4,
  LOAD_ACCESS = 5,
  STORE_MISALIGNED = 6,
  STORE_ACCESS = 7,
  ECALL = 8,
  FETCH_PAGE = 12,
  LOAD_PAGE = 13,
  STORE_PAGE = 15
};

#define INTERRUPT (1ul << 63)
#define SIE (1ul << 1)
#define MIE (1ul << 3)
#define SPIE (1ul << 5)
#define MPIE (1ul << 7)
#define SPP (1ul << 8)
#define MPP (3ul << 11)
#define FS (3ul << 13)
#define MPRV (1ul << 17)
#define SUM (1ul << 18)
#define MXR (1ul << 19)
#define TVM (1ul << 20)
#define TW (1ul << 21)
#define TSR (1ul << 22)

struct trap {
  u64 registers[3];
  u64 cause, epc, value, status, count, stack, resume;
};

extern struct trap machine_traps[8], supervisor_traps[8];
extern u64 vectored;
extern char vectors[], machine_trap[], supervisor_trap[];

void main(void);
void others(long hart);
long run_in(int mode, long (*function)(long), long argument);
_Noreturn void fail(int line);

#define CHECK(condition) \
  do { \
    if (!(condition)) fail(__LINE__); \
  } while (0)

#define READ(csr) \
  ({ \
    u64 read_; \
    asm volatile("csrr %0, " #csr : "=r"(read_)::"memory"); \
    read_; \
  })
#define WRITE(csr, value) asm volatile("csrw " #csr ", %0" ::"r"((u64)(value)) : "memory")
#define SET(csr, value) asm volatile("csrs " #csr ", %0" ::"r"((u64)(value)) : "memory")
#define CLEAR(csr, value) asm volatile("csrc " #csr ", %0" ::"r"((u64)(value)) : "memory")

// What a statement raises: once, with a cause, or not at all.
#define RAISES(traps, expected, ...) \
  do { \
    (traps)->count = 0; \
    __VA_ARGS__; \
    asm volatile("" ::: "memory"); \
    CHECK((traps)->count == 1); \
    CHECK((traps)->cause == (u64)(expected)); \
  } while (0)
#define TRAPS(expected, ...) RAISES(&machine_traps[0], expected, __VA_ARGS__)
#define DELEGATED(expected, ...) RAISES(&supervisor_traps[0], expected, __VA_ARGS__)
#define WORKS(...) \
  do { \
    machine_traps[0].count = supervisor_traps[0].count = 0; \
    __VA_ARGS__; \
    asm volatile("" ::: "memory"); \
    CHECK(machine_traps[0].count == 0 && supervisor_traps[0].count == 0); \
  } while (0)

static inline u64 load(u64 address) {
  u64 value = 0;
  asm volatile("ld %0, 0(%1)" : "+r"(value) : "r"(address) : "memory");
  return value;
}

static inline void store(u64 address, u64 value) {
  asm volatile("sd %0, 0(%1)" ::"r"(value), "r"(address) : "memory");
}

static inline void store_word(u64 address, u32 value) {
  asm volatile("sw %0, 0(%1)" ::"r"(value), "r"(address) : "memory");
}

// Jumps to an address; what is there returns, or a trap resumes behind the jump.
static inline void execute(u64 address) {
  asm volatile(
      "la t0, 1f\n"
      "la t1, machine_traps\n"
      "sd t0, 72(t1)\n"
      "jalr %0\n"
      "1: la t1, machine_traps\n"
      "sd zero, 72(t1)\n" ::"r"(address)
      : "ra", "t0", "t1", "t2", "a0", "memory");
}

// Permits less privileged modes to access all memory.
static inline void permit_all(void) {
  WRITE(pmpaddr0, -1);
  WRITE(pmpcfg0, 0x1f);
}
