// Physical memory protection: ranges, rights, priorities, the loan of MPRV, page tables and locks
// (privileged architecture, "Physical Memory Protection").
#include "conformance.h"

enum { R = 1, W = 2, X = 4, TOR = 1 << 3, NA4 = 2 << 3, NAPOT = 3 << 3, LOCKED = 1 << 7 };

static struct trap *const machine = &machine_traps[0];
static u64 area[1024] __attribute__((aligned(4096)));
static u64 table[512] __attribute__((aligned(4096)));
static u16 code[8] __attribute__((aligned(64))) = {1, 1, 1, 0x8082, 1, 0x8082};

#define AREA ((u64)area)

static u64 napot(u64 base, u64 bytes) {
  return base >> 2 | (bytes / 8 - 1);
}

static void entries(u64 first, u64 address0, u64 second, u64 address1) {
  WRITE(pmpaddr0, address0);
  WRITE(pmpaddr1, address1);
  WRITE(pmpaddr2, -1);
  WRITE(pmpcfg0, first | second << 8 | (NAPOT | R | W | X) << 16);
}

static void lend(void) {
  CLEAR(mstatus, MPP);
  SET(mstatus, MPRV);
}

static void take_back(void) {
  CLEAR(mstatus, MPRV);
}

// Whether a load and a store of user mode get through, as bits 0 and 1.
static int rights(u64 address) {
  int granted = 0;
  machine->count = 0;
  lend();
  u64 value = load(address);
  take_back();
  granted |= *(volatile u64 *)&machine->count == 0;
  CHECK(granted || (machine->cause == LOAD_ACCESS && machine->value == address));
  machine->count = 0;
  lend();
  store(address, value);
  take_back();
  granted |= (*(volatile u64 *)&machine->count == 0) << 1;
  CHECK(granted & 2 || (machine->cause == STORE_ACCESS && machine->value == address));
  return granted;
}

static void nothing_permitted(void) {
  WRITE(pmpcfg0, 0);
  CHECK(rights(AREA) == 0);
  WORKS(load(AREA));
}

static void ranges(void) {
  entries(NA4 | R, (AREA + 4) >> 2, 0, 0);
  CHECK(rights(AREA) == 0);
  CHECK(rights(AREA + 8) == 3);
  entries(NAPOT | R, napot(AREA, 8), 0, 0);
  CHECK(rights(AREA) == R);
  CHECK(rights(AREA + 8) == 3);
  entries(NAPOT, napot(AREA + 0x400, 0x400), 0, 0);
  CHECK(rights(AREA + 0x3f8) == 3);
  CHECK(rights(AREA + 0x400) == 0);
  CHECK(rights(AREA + 0x7f8) == 0);
  CHECK(rights(AREA + 0x800) == 3);
  CHECK(rights(AREA + 0x3fc) == 0);
  entries(0, AREA >> 2, TOR | R, (AREA + 0x18) >> 2);
  CHECK(rights(AREA + 0x10) == R);
  CHECK(rights(AREA + 0x18) == 3);
  CHECK(rights(AREA - 8) == 3);
  entries(0, (AREA + 0x18) >> 2, TOR, AREA >> 2);
  CHECK(rights(AREA) == 3);
}

static void priority(void) {
  entries(NAPOT | R | W, napot(AREA, 64), NAPOT, napot(AREA, 4096));
  CHECK(rights(AREA + 56) == 3);
  CHECK(rights(AREA + 64) == 0);
  entries(NAPOT, napot(AREA, 64), NAPOT | R | W, napot(AREA, 4096));
  CHECK(rights(AREA + 56) == 0);
  CHECK(rights(AREA + 64) == 3);
}

static void reserved(void) {
  WRITE(pmpcfg0, NAPOT | W);
  CHECK((READ(pmpcfg0) & 0xff) != (NAPOT | W));
  WRITE(pmpcfg0, 0);
}

static long call(long address) {
  ((void (*)(void))address)();
  return 1;
}

static void fetches(void) {
  u64 start = (u64)code;
  asm volatile("fence.i");
  entries(NA4 | R | W, (start + 8) >> 2, 0, 0);
  WORKS(CHECK(call(start)));
  CHECK(run_in(USER, call, start) == 1);
  entries(NA4 | R | W, (start + 4) >> 2, 0, 0);
  machine->count = 0;
  machine->resume = start + 8;
  CHECK(run_in(USER, call, start) == 1);
  CHECK(machine->count == 2);
}

static void tables(void) {
  for (u64 i = 0; i < 4; i++) {
    table[i] = (i << 30) >> 2 | 0xdf;
  }
  asm volatile("sfence.vma");
  WRITE(satp, 8ul << 60 | (u64)table >> 12);
  entries(NAPOT | R, napot((u64)table, 4096), 0, 0);
  CHECK(rights(AREA) == 3);
  entries(NAPOT, napot((u64)table, 4096), 0, 0);
  CHECK(rights(AREA) == 0);
  WRITE(satp, 0);
}

static void locks(void) {
  entries(NAPOT, napot(AREA, 64), 0, 0);
  WORKS(load(AREA));
  entries(NAPOT | R | LOCKED, napot(AREA, 64), 0, 0);
  WORKS(load(AREA));
  TRAPS(STORE_ACCESS, store(AREA, 1));
  WRITE(pmpcfg0, 0);
  WRITE(pmpaddr0, 0);
  CHECK((READ(pmpcfg0) & 0xff) == (NAPOT | R | LOCKED));
  CHECK(READ(pmpaddr0) == napot(AREA, 64));
  WRITE(pmpaddr3, AREA >> 2);
  WRITE(pmpaddr4, (AREA + 128) >> 2);
  WRITE(pmpcfg0, (u64)(TOR | R | LOCKED) << 32);
  WRITE(pmpaddr3, 0);
  CHECK(READ(pmpaddr3) == AREA >> 2);
  TRAPS(STORE_ACCESS, store(AREA + 64, 1));
  WORKS(store(AREA + 128, 1));
}

void main(void) {
  nothing_permitted();
  ranges();
  priority();
  reserved();
  fetches();
  tables();
  locks();
}
