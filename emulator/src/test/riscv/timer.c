// Timer interrupts: mtimecmp of the CLINT, and stimecmp (privileged architecture, "Machine Timer
// Registers" and "Sstc").
#include "conformance.h"

#define MTIMECMP (*(volatile u64 *)0x2004000)
#define MTIME (*(volatile u64 *)0x200bff8)
#define STCE (1ul << 63)

static struct trap *const machine = &machine_traps[0];
static struct trap *const supervisor = &supervisor_traps[0];

static void machine_timer(void) {
  MTIMECMP = -1;
  WRITE(mie, 1 << 7);
  CHECK((READ(mip) & 1 << 7) == 0);
  u64 start = MTIME;
  MTIMECMP = start + 50;
  asm volatile("wfi");
  CHECK(READ(mip) & 1 << 7);
  CHECK(MTIME >= start + 50 && MTIME < start + 60);
  TRAPS(INTERRUPT | 7, SET(mstatus, MIE));
  CLEAR(mstatus, MIE);
  MTIMECMP = -1;
  CHECK((READ(mip) & 1 << 7) == 0);
  CHECK(READ(time) - MTIME + 1 <= 1);
  WRITE(mie, 0);
}

static long set_timer(long ticks) {
  u64 until = READ(time) + ticks;
  asm volatile("csrw 0x14d, %0" ::"r"(until));
  return until;
}

static long wait_for_timer(long ticks) {
  u64 until = set_timer(ticks);
  asm volatile("wfi");
  return READ(time) >= until && (READ(sip) & 1 << 5);
}

static long interrupted(long ticks) {
  u64 until = set_timer(ticks);
  SET(sstatus, SIE);
  while (*(volatile u64 *)&supervisor->count == 0) {
  }
  return READ(time) - until;
}

static void supervisor_timer(void) {
  WRITE(mideleg, 1 << 5);
  WRITE(mcounteren, 2);
  WRITE(menvcfg, 0);
  machine->count = 0;
  run_in(SUPERVISOR, set_timer, 1);
  CHECK(machine->count == 2);
  WRITE(mip, 1 << 5);
  CHECK(READ(mip) & 1 << 5);
  WRITE(mip, 0);
  WRITE(menvcfg, STCE);
  WRITE(0x14d, -1);
  WRITE(mip, 1 << 5);
  CHECK((READ(mip) & 1 << 5) == 0);
  WRITE(0x14d, 0);
  CHECK(READ(mip) & 1 << 5);
  WRITE(mie, 1 << 5);
  machine->count = 0;
  CHECK(run_in(SUPERVISOR, wait_for_timer, 20) == 1);
  CHECK(machine->count == 1);
  supervisor->count = 0;
  CHECK(run_in(SUPERVISOR, interrupted, 30) < 5);
  CHECK(supervisor->count == 1 && supervisor->cause == (INTERRUPT | 5));
  WRITE(mcounteren, 0);
  machine->count = 0;
  run_in(SUPERVISOR, set_timer, 1);
  CHECK(machine->count == 3);
  WRITE(menvcfg, 0);
}

void main(void) {
  permit_all();
  machine_timer();
  supervisor_timer();
}
