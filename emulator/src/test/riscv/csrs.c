// Control and status registers: which bits they keep, who may access them, and the counters
// (privileged architecture, "Control and Status Registers" and the chapters after it).
#include "conformance.h"

static struct trap *const machine = &machine_traps[0];

// Writes ones and zeros and compares what is kept.
#define KEEPS(csr, ones, zeros) \
  do { \
    u64 before = READ(csr); \
    WRITE(csr, -1); \
    CHECK(READ(csr) == (ones)); \
    WRITE(csr, 0); \
    CHECK(READ(csr) == (zeros)); \
    WRITE(csr, before); \
  } while (0)

static void fields(void) {
  u64 status = READ(mstatus);
  KEEPS(mscratch, -1ul, 0);
  WRITE(mscratch, machine);
  KEEPS(mepc, -2ul, 0);
  KEEPS(sepc, -2ul, 0);
  KEEPS(mtval, -1ul, 0);
  KEEPS(stval, -1ul, 0);
  KEEPS(medeleg, 0xb3ff, 0);
  KEEPS(mideleg, 0x222, 0);
  KEEPS(mie, 0xaaa, 0);
  KEEPS(mcounteren, 0xffffffff, 0);
  KEEPS(scounteren, 0xffffffff, 0);
  KEEPS(senvcfg, 0xf1, 0);
  KEEPS(menvcfg, 0xe0000000000000f1, 0);
  KEEPS(mcountinhibit, 5, 0);
  KEEPS(pmpaddr7, (1ul << 54) - 1, 0);
  WRITE(mstatus, status | MPP);
  WRITE(mstatus, (status & ~MPP) | 2 << 11);
  CHECK((READ(mstatus) & MPP) == MPP);
  WRITE(mstatus, status | FS);
  CHECK(READ(mstatus) >> 63 == 1);
  CLEAR(mstatus, FS);
  CHECK(READ(mstatus) >> 63 == 0);
  WRITE(mstatus, status);
  CHECK((READ(mstatus) >> 32 & 15) == 10);
  CHECK((READ(sstatus) & (MPP | MPRV | MIE | TVM | TW | TSR)) == 0);
}

static void modes(void) {
  u64 vector = READ(mtvec);
  WRITE(mtvec, 0x1002);
  CHECK((READ(mtvec) & 2) == 0);
  WRITE(mtvec, vector);
  for (u64 mode = 0; mode < 16; mode++) {
    WRITE(satp, 0);
    WRITE(satp, mode << 60 | 0x1234);
    u64 expected = mode == 0 || (mode >= 8 && mode <= 10) ? mode << 60 | 0x1234 : 0;
    CHECK(READ(satp) == expected);
  }
  WRITE(satp, 0);
  u64 isa = READ(misa);
  WRITE(misa, 0);
  CHECK(READ(misa) == isa && isa >> 62 == 2);
  CHECK((isa & 0x14112f) == 0x14112f);
}

// An interrupt that is not delegated is neither seen nor changed by supervisor mode.
static void views(void) {
  WRITE(mideleg, 0x200);
  WRITE(mie, 0x222);
  WRITE(mip, 0x222);
  CHECK(READ(sie) == 0x200 && READ(sip) == 0x200);
  WRITE(sie, 0);
  CHECK(READ(mie) == 0x22);
  WRITE(sip, 0);
  CHECK((READ(mip) & 0x222) == 0x222);
  WRITE(mideleg, 2);
  WRITE(sip, 0);
  CHECK((READ(mip) & 0x222) == 0x220);
  WRITE(mip, 0);
  WRITE(mie, 0);
  WRITE(mideleg, 0);
}

static void read_only(void) {
  TRAPS(ILLEGAL, WRITE(mhartid, 0));
  TRAPS(ILLEGAL, WRITE(cycle, 0));
  TRAPS(ILLEGAL, asm volatile("csrrsi t0, mvendorid, 1" ::: "t0"));
  WORKS(asm volatile("csrrs t0, mvendorid, zero" ::: "t0"));
  WORKS(CHECK(READ(mhartid) == 0));
  TRAPS(ILLEGAL, asm volatile("csrr t0, 0x800" ::: "t0"));
  WORKS(CHECK(READ(mhpmcounter31) == 0 && READ(mhpmevent3) == 0 && READ(hpmcounter17) == 0));
}

// Which of cycle, time, instret and hpmcounter3 are legal.
static long counters(long unused) {
  long legal = 0;
  u64 value;
  machine->count = 0;
  asm volatile("csrr %0, cycle" : "=r"(value)::"memory");
  legal |= *(volatile u64 *)&machine->count == 0 ? 1 : 0;
  machine->count = 0;
  asm volatile("csrr %0, time" : "=r"(value)::"memory");
  legal |= *(volatile u64 *)&machine->count == 0 ? 2 : 0;
  machine->count = 0;
  asm volatile("csrr %0, instret" : "=r"(value)::"memory");
  legal |= *(volatile u64 *)&machine->count == 0 ? 4 : 0;
  machine->count = 0;
  asm volatile("csrr %0, hpmcounter3" : "=r"(value)::"memory");
  legal |= *(volatile u64 *)&machine->count == 0 ? 8 : 0;
  return legal + 0 * unused;
}

static void enables(void) {
  for (u64 set = 0; set < 16; set++) {
    WRITE(mcounteren, set);
    WRITE(scounteren, 0);
    CHECK(run_in(SUPERVISOR, counters, 0) == (long)set);
    CHECK(run_in(USER, counters, 0) == 0);
    WRITE(mcounteren, 15);
    WRITE(scounteren, set);
    CHECK(run_in(SUPERVISOR, counters, 0) == 15);
    CHECK(run_in(USER, counters, 0) == (long)set);
  }
}

static void counting(void) {
  u64 before, after;
  asm volatile("csrr %0, minstret; nop; nop; csrr %1, minstret" : "=r"(before), "=r"(after));
  CHECK(after - before == 3);
  asm volatile("csrw minstret, %1; csrr %0, minstret" : "=r"(after) : "r"(1000ul));
  CHECK(after == 1000);
  asm volatile("csrw mcycle, %1; csrr %0, mcycle" : "=r"(after) : "r"(-1ul));
  CHECK(after == -1ul);
  WRITE(mcountinhibit, 4);
  before = READ(minstret);
  CHECK(READ(minstret) == before);
  u64 cycle = READ(mcycle);
  CHECK(READ(mcycle) > cycle);
  WRITE(mcountinhibit, 1);
  cycle = READ(mcycle);
  CHECK(READ(mcycle) == cycle && READ(minstret) > before);
  WRITE(mcountinhibit, 0);
  CHECK(READ(mcycle) - cycle < 100);
  u64 time = READ(time);
  while (READ(time) == time) {
  }
#ifndef SIDE_BY_SIDE
  CHECK(READ(time) == time + 1);
#endif
}

static long floating(long unused) {
  machine->count = 0;
  asm volatile("fadd.d f0, f0, f0" ::: "memory");
  asm volatile("csrr t0, fcsr" ::: "t0", "memory");
  asm volatile("fld f0, 0(%0)" ::"r"(machine) : "memory");
  return *(volatile u64 *)&machine->count + 0 * unused;
}

static void floating_point_unit(void) {
  CLEAR(mstatus, FS);
  CHECK(floating(0) == 3 && machine->cause == ILLEGAL);
  CHECK(run_in(USER, floating, 0) == 3);
  SET(mstatus, 1 << 13);
  CHECK(run_in(USER, floating, 0) == 0);
  CHECK((READ(mstatus) & FS) == FS);
  WRITE(fcsr, 0);
  WRITE(frm, 5);
  TRAPS(ILLEGAL, asm volatile("fadd.d f0, f0, f0"));
  TRAPS(ILLEGAL, asm volatile(".word 0x02006053"));
  WRITE(fcsr, 0xff);
  CHECK(READ(fflags) == 31 && READ(frm) == 7);
  WRITE(fcsr, 0);
}

void main(void) {
  permit_all();
  fields();
  modes();
  views();
  read_only();
  enables();
  counting();
  floating_point_unit();
}
