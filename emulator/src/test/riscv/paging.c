// Translation of addresses: Sv39, Sv48 and Sv57, rights, SUM, MXR and MPRV, accessed and dirty bits,
// superpages, Svnapot, Svpbmt and sfence.vma (privileged architecture, "Supervisor-Level ISA").
#include "conformance.h"

enum { V = 1, R = 2, W = 4, X = 8, U = 16, G = 32, A = 64, D = 128 };

#define LEVELS 5
#define ADUE (1ul << 61)
#define PBMTE (1ul << 62)
#define N (1ul << 63)
#define PAGE 4096ul

static struct trap *const machine = &machine_traps[0];
static u64 tables[LEVELS][512] __attribute__((aligned(4096)));
static u64 frames[32][512] __attribute__((aligned(65536)));
static int levels;

static u64 leaf(u64 address, u64 bits) {
  return address >> 12 << 10 | bits;
}

static u64 *entry(u64 address, int level) {
  return &tables[level][address >> (12 + 9 * level) & 511];
}

// Maps one page, on the way that the last call mapped; nothing else is mapped.
static void map(u64 address, u64 frame, u64 bits, int level) {
  for (int i = 0; i < LEVELS; i++) {
    for (int j = 0; j < 512; j++) {
      tables[i][j] = 0;
    }
  }
  for (int above = levels - 1; above > level; above--) {
    *entry(address, above) = leaf((u64)tables[above - 1], V);
  }
  *entry(address, level) = leaf(frame, bits);
  asm volatile("sfence.vma" ::: "memory");
}

static void use(int count) {
  levels = count;
  WRITE(satp, (u64)(count + 5) << 60 | (u64)tables[count - 1] >> 12);
}

static void lend(int mode, u64 flags) {
  CLEAR(mstatus, MPP | SUM | MXR);
  SET(mstatus, MPRV | flags | (u64)mode << 11);
}

static void take_back(void) {
  CLEAR(mstatus, MPRV | SUM | MXR);
}

#define AS(mode, flags, statement) \
  do { \
    lend(mode, flags); \
    statement; \
    take_back(); \
  } while (0)

// Whether a load (bit 0) and a store (bit 1) get through; faults must be page faults at the address.
static int rights(int mode, u64 flags, u64 address) {
  int granted = 0;
  machine->count = 0;
  AS(mode, flags, load(address));
  granted |= *(volatile u64 *)&machine->count == 0;
  CHECK(granted || (machine->cause == LOAD_PAGE && machine->value == address));
  machine->count = 0;
  AS(mode, flags, store(address, 1));
  granted |= (*(volatile u64 *)&machine->count == 0) << 1;
  CHECK(granted & 2 || (machine->cause == STORE_PAGE && machine->value == address));
  return granted;
}

static void every_mode(void) {
  for (int count = 3; count <= 5; count++) {
    use(count);
    u64 sign = 1ul << (12 + 9 * count - 1);
    u64 low = (sign - PAGE) | 0x128;
    u64 high = -sign | 0x128;
    frames[1][0x25] = 0x1234;
    map(low, (u64)frames[1], V | R | U, 0);
    u64 value = 0;
    WORKS(AS(USER, 0, value = load(low)));
    CHECK(value == 0x1234);
    CHECK(rights(USER, 0, high) == 0);
    map(high, (u64)frames[1], V | R | U, 0);
    WORKS(AS(USER, 0, value = load(high)));
    CHECK(value == 0x1234);
    CHECK(rights(USER, 0, sign | 0x128) == 0);
    for (int level = 1; level < count; level++) {
      u64 size = PAGE << (9 * level);
      u64 base = 0x80000000ul & -size;
      map(0, base, V | R | U, level);
      if (level < 3) {
        WORKS(AS(USER, 0, value = load((u64)&frames[1][0x25] - base)));
        CHECK(value == 0x1234);
      }
      map(0, PAGE, V | R | U, level);
      CHECK(rights(USER, 0, 0x128) == 0);
    }
  }
  use(3);
}

static void permissions(void) {
  u64 page = 0x10000;
  u64 bits[] = {R, R | W, R | X, R | W | X, X};
  int expected[] = {1, 3, 1, 3, 0};
  for (int i = 0; i < 5; i++) {
    map(page, (u64)frames[0], V | U | bits[i], 0);
    CHECK(rights(USER, 0, page) == expected[i]);
    CHECK(rights(SUPERVISOR, 0, page) == 0);
    CHECK(rights(SUPERVISOR, SUM, page) == expected[i]);
    CHECK(rights(USER, MXR, page) == (bits[i] & X ? expected[i] | 1 : expected[i]));
    map(page, (u64)frames[0], V | bits[i], 0);
    CHECK(rights(USER, 0, page) == 0);
    CHECK(rights(USER, SUM, page) == 0);
    CHECK(rights(SUPERVISOR, 0, page) == expected[i]);
    CHECK(rights(SUPERVISOR, MXR, page) == (bits[i] & X ? expected[i] | 1 : expected[i]));
  }
  u64 reserved[] = {V | W, V | W | X, R | W | X, V | R | 1ul << 54, V | R | 1ul << 60, V | R | 3ul << 61};
  for (int i = 0; i < 6; i++) {
    map(page, (u64)frames[0], reserved[i] | U, 0);
    CHECK(rights(USER, 0, page) == 0);
  }
  map(page, (u64)frames[0], V | R | U, 0);
  *entry(page, 1) |= A;
  asm volatile("sfence.vma" ::: "memory");
  CHECK(rights(USER, 0, page) == 0);
  map(page, (u64)frames[0], V | R | U, 0);
  *entry(page, 0) = leaf((u64)tables[0], V);
  CHECK(rights(USER, 0, page) == 0);
  map(page, 0x40000000, V | R | W | U, 0);
  TRAPS(LOAD_ACCESS, AS(USER, 0, load(page)));
  *entry(page, 2) = leaf(0x40000000, V);
  asm volatile("sfence.vma" ::: "memory");
  TRAPS(STORE_ACCESS, AS(USER, 0, store(page, 1)));
}

static void accessed_and_dirty(void) {
  u64 page = 0x20000;
  SET(menvcfg, ADUE);
  map(page, (u64)frames[0], V | R | W | U, 0);
  WORKS(AS(USER, 0, load(page)));
  CHECK((*entry(page, 0) & (A | D)) == A);
  WORKS(AS(USER, 0, store(page, 1)));
  CHECK((*entry(page, 0) & (A | D)) == (A | D));
  CLEAR(menvcfg, ADUE);
  map(page, (u64)frames[0], V | R | W | U, 0);
  CHECK(rights(USER, 0, page) == 0);
  map(page, (u64)frames[0], V | R | W | U | A, 0);
  CHECK(rights(USER, 0, page) == 1);
  CHECK((*entry(page, 0) & (A | D)) == A);
  map(page, (u64)frames[0], V | R | W | U | A | D, 0);
  CHECK(rights(USER, 0, page) == 3);
  SET(menvcfg, ADUE);
}

static void sixteen_alike(void) {
  u64 page = 0x30000;
  for (int i = 0; i < 16; i++) {
    frames[i][0] = i;
  }
  map(page, (u64)frames | 0x8000, V | R | U | N, 0);
  for (int i = 1; i < 16; i++) {
    *entry(page + i * PAGE, 0) = *entry(page, 0);
  }
  for (int i = 0; i < 16; i++) {
    u64 value = 99;
    WORKS(AS(USER, 0, value = load(page + i * PAGE)));
    CHECK(value == (u64)i);
  }
  map(page, (u64)frames | 0x4000, V | R | U | N, 0);
  CHECK(rights(USER, 0, page) == 0);
  map(0, 0x80000000, V | R | U | N, 1);
  CHECK(rights(USER, 0, 0) == 0);
}

static void memory_types(void) {
  u64 page = 0x40000;
  SET(menvcfg, PBMTE);
  for (u64 type = 0; type < 4; type++) {
    map(page, (u64)frames[0], V | R | U | type << 61, 0);
    CHECK(rights(USER, 0, page) == (type < 3));
  }
  CLEAR(menvcfg, PBMTE);
  map(page, (u64)frames[0], V | R | U | 1ul << 61, 0);
  CHECK(rights(USER, 0, page) == 0);
}

static void fences(void) {
  u64 page = 0x50000;
  map(page, (u64)frames[1], V | R | W | U | G, 0);
  u64 value = 0;
  frames[1][0] = 11;
  frames[2][0] = 22;
  AS(USER, 0, value = load(page));
  CHECK(value == 11);
  *entry(page, 0) = leaf((u64)frames[2], V | R | W | U | G);
  asm volatile("sfence.vma %0, zero" ::"r"(page) : "memory");
  AS(USER, 0, value = load(page));
  CHECK(value == 22);
  *entry(page, 0) = 0;
  asm volatile("sfence.vma" ::: "memory");
  CHECK(rights(USER, 0, page) == 0);
}

// Code that user mode runs, in a frame of its own: c.li a0,5; c.jr ra.
static long run(long address) {
  return ((long (*)(void))address)();
}

static void fetches(void) {
  u64 page = 0x600000000;
  u16 *code = (u16 *)frames[3];
  code[0] = 0x4515;
  code[1] = 0x8082;
  *(u16 *)frames[4] = 0x8082;
  asm volatile("fence.i");
  map(page, (u64)frames[3], V | X | R | U, 0);
  *entry(0x80000000, 2) = leaf(0x80000000, V | R | W | X | U);
  asm volatile("sfence.vma" ::: "memory");
  CHECK(run_in(USER, run, page) == 5);
  u64 bits[] = {V | R | W | U, V | X, 0};
  for (int i = 0; i < 3; i++) {
    *entry(page, 0) = leaf((u64)frames[3], bits[i]);
    asm volatile("sfence.vma" ::: "memory");
    machine->count = 0;
    machine->resume = (u64)&frames[4];
    run_in(USER, run, page);
    CHECK(machine->count == 2);
  }
  *entry(0x80000000, 2) = leaf(0x80000000, V | R | W | X);
  *entry(page, 0) = leaf((u64)frames[3], V | X | R);
  asm volatile("sfence.vma" ::: "memory");
  CHECK(run_in(SUPERVISOR, run, page) == 5);
  *entry(page, 0) = leaf((u64)frames[3], V | X | R | U);
  asm volatile("sfence.vma" ::: "memory");
  machine->count = 0;
  machine->resume = (u64)&frames[4];
  SET(mstatus, SUM);
  run_in(SUPERVISOR, run, page);
  CLEAR(mstatus, SUM);
  CHECK(machine->count == 2);
}

// Half of an instruction on a page that is missing faults with the address of that half.
static void straddling(void) {
  struct trap *supervisor = &supervisor_traps[0];
  u64 page = 0x600000000;
  u16 *code = (u16 *)frames[3];
  code[2046] = 1;
  code[2047] = 0x0513;
  *(u16 *)frames[4] = 0x8082;
  asm volatile("fence.i");
  map(page, (u64)frames[3], V | X | R, 0);
  *entry(0x80000000, 2) = leaf(0x80000000, V | R | W | X);
  asm volatile("sfence.vma" ::: "memory");
  WRITE(medeleg, 1 << FETCH_PAGE);
  supervisor->resume = (u64)frames[4];
  DELEGATED(FETCH_PAGE, run_in(SUPERVISOR, run, page + 4092));
  CHECK(supervisor->epc == page + 4094 && supervisor->value == page + 4096);
  WRITE(medeleg, 0);
}

static long nothing(long unused) {
  return unused;
}

// A loan is of data alone, of nothing at all to machine mode, and ends with a return to a lesser one.
static void loans(void) {
  u64 page = 0x70000;
  map(page, (u64)frames[1], V | R | W | U, 0);
  lend(MACHINE, 0);
  WORKS(store((u64)frames[1], 7));
  take_back();
  u64 value = 0;
  WORKS(AS(USER, 0, value = load(page)));
  CHECK(value == 7);
  *entry(0x80000000, 2) = leaf(0x80000000, V | R | W | X | U);
  asm volatile("sfence.vma" ::: "memory");
  SET(mstatus, MPRV);
  run_in(USER, nothing, 0);
  CHECK((READ(mstatus) & MPRV) == 0);
}

void main(void) {
  permit_all();
  every_mode();
  permissions();
  accessed_and_dirty();
  sixteen_alike();
  memory_types();
  fences();
  fetches();
  straddling();
  loans();
  WRITE(satp, 0);
}
