// Exceptions and interrupts: causes, values, the stack of modes, delegation, vectors and priorities
// (privileged architecture, "Machine-Level CSRs" and "Supervisor CSRs").
#include "conformance.h"

#define HOLE 0x40000000ul
#define MSIP (*(volatile u32 *)0x2000000)

static struct trap *const machine = &machine_traps[0];
static struct trap *const supervisor = &supervisor_traps[0];
static u64 words[4];

static void exceptions(void) {
  TRAPS(ILLEGAL, asm volatile(".word 0xffffffff"));
  CHECK(machine->value == 0xffffffff);
  TRAPS(ILLEGAL, asm volatile(".half 0"));
  CHECK(machine->value == 0);
  TRAPS(ILLEGAL, asm volatile("csrr t0, 0x5c0" ::: "t0"));
  CHECK(machine->value == 0x5c0022f3);
  TRAPS(BREAKPOINT, asm volatile("ebreak"));
  CHECK(machine->value == 0 || machine->value == machine->epc);
  TRAPS(ECALL + MACHINE, asm volatile("ecall"));
  CHECK(machine->value == 0);
  u64 odd = (u64)words + 2;
  TRAPS(LOAD_MISALIGNED, asm volatile("lr.w t0, (%0)" ::"r"(odd) : "t0"));
  CHECK(machine->value == odd);
  TRAPS(STORE_MISALIGNED, asm volatile("sc.d t0, t0, (%0)" ::"r"(odd) : "t0"));
  TRAPS(STORE_MISALIGNED, asm volatile("amoadd.d t0, t0, (%0)" ::"r"(odd) : "t0"));
  CHECK(machine->value == odd);
  TRAPS(LOAD_ACCESS, load(HOLE));
  CHECK(machine->value == HOLE);
  TRAPS(STORE_ACCESS, store(HOLE + 8, 1));
  CHECK(machine->value == HOLE + 8);
  TRAPS(FETCH_ACCESS, execute(HOLE));
  CHECK(machine->value == HOLE && machine->epc == HOLE);
  words[0] = 0x8877665544332211;
  words[1] = 0x99;
  WORKS(CHECK(load((u64)words + 1) == 0x9988776655443322));
}

// A trap leaves the registers that it writes as they were.
static void precise(void) {
  register u64 value asm("a5") = 77;
  TRAPS(LOAD_ACCESS, asm volatile("ld %0, 0(%1)" : "+r"(value) : "r"(HOLE)));
  CHECK(value == 77);
}

static void stack_of_modes(void) {
  SET(mstatus, MIE);
  TRAPS(BREAKPOINT, asm volatile("ebreak"));
  CHECK((machine->status & (MIE | MPIE | MPP)) == (MPIE | MPP));
  CHECK((READ(mstatus) & (MIE | MPIE | MPP)) == (MIE | MPIE));
  CLEAR(mstatus, MIE);
  TRAPS(BREAKPOINT, asm volatile("ebreak"));
  CHECK((machine->status & (MIE | MPIE | MPP)) == MPP);
}

static long ebreak(long unused) {
  asm volatile("ebreak");
  return unused + 1;
}

static long ecall(long number) {
  register long a7 asm("a7") = number;
  asm volatile("ecall" ::"r"(a7) : "memory");
  return 0;
}

static void delegation(void) {
  TRAPS(BREAKPOINT, CHECK(run_in(USER, ebreak, 6) == 7); machine->count--; machine->cause = BREAKPOINT);
  WRITE(medeleg, 1 << BREAKPOINT);
  DELEGATED(BREAKPOINT, run_in(USER, ebreak, 0));
  CHECK((supervisor->status & SPP) == 0);
  CHECK(supervisor->epc - (u64)ebreak < 16);
  DELEGATED(BREAKPOINT, run_in(SUPERVISOR, ebreak, 0));
  CHECK((supervisor->status & SPP) != 0);
  TRAPS(BREAKPOINT, asm volatile("ebreak"));
  machine->count = 0;
  run_in(USER, ecall, 0);
  CHECK(machine->count == 2 && machine->cause == ECALL + USER);
  machine->count = 0;
  run_in(SUPERVISOR, ecall, 0);
  CHECK(machine->count == 2 && machine->cause == ECALL + SUPERVISOR);
  WRITE(medeleg, 0);
}

static long privileged(long mode) {
  int illegal = 0;
  for (int i = 0; i < 4; i++) {
    machine->count = 0;
    switch (i) {
      case 0: asm volatile("csrr t0, sscratch" ::: "t0"); break;
      case 1: asm volatile("mret"); break;
      case 2: asm volatile("sfence.vma"); break;
      case 3: asm volatile("csrr t0, satp" ::: "t0"); break;
    }
    illegal |= (machine->count == 1 && machine->cause == ILLEGAL) << i;
  }
  return illegal + 0 * mode;
}

static long waits(long unused) {
  asm volatile("wfi");
  return unused;
}

static long returns(long unused) {
  asm volatile(
      "la t0, 1f\n"
      "csrw sepc, t0\n"
      "li t0, 0x100\n"
      "csrs sstatus, t0\n"
      "sret\n"
      "1:" ::: "t0", "memory");
  return unused;
}

static void forbidden(void) {
  SET(mstatus, TVM | TW | TSR);
  CHECK(run_in(SUPERVISOR, privileged, 0) == 0b1110);
  machine->count = 0;
  run_in(SUPERVISOR, waits, 0);
  CHECK(machine->count == 2);
  machine->count = 0;
  run_in(SUPERVISOR, returns, 0);
  CHECK(machine->count == 2);
  CLEAR(mstatus, TVM | TW | TSR);
  CHECK(run_in(SUPERVISOR, privileged, 0) == 0b0010);
  machine->count = 0;
  run_in(SUPERVISOR, returns, 0);
  CHECK(machine->count == 1);
  CHECK(run_in(USER, privileged, 0) == 0b1111);
  machine->count = 0;
  run_in(USER, waits, 0);
  CHECK(machine->count == 2);
}

static void software_interrupts(void) {
  WRITE(mie, 1 << 3);
  WORKS(MSIP = 1);
  CHECK(READ(mip) & 1 << 3);
  WORKS(asm volatile("wfi"));
  TRAPS(INTERRUPT | 3, SET(mstatus, MIE));
  MSIP = 0;
  WRITE(mtvec, (u64)vectors | 1);
  CHECK(READ(mtvec) == ((u64)vectors | 1));
  WRITE(mie, 1 << 3);
  TRAPS(INTERRUPT | 3, MSIP = 1);
  CHECK(vectored == 1);
  MSIP = 0;
  TRAPS(BREAKPOINT, asm volatile("ebreak"));
  CHECK(vectored == 1);
  WRITE(mtvec, machine_trap);
  CLEAR(mstatus, MIE);
}

static long nothing(long unused) {
  asm volatile("nop");
  return unused;
}

// Interrupts for machine mode come first; of those for supervisor mode, external before software
// before timer; supervisor mode is not interrupted with SIE off, user mode is.
static void priorities(void) {
  WRITE(mideleg, 0x222);
  CHECK(READ(mideleg) == 0x222);
  WRITE(mie, 0x222);
  WRITE(mip, 0x222);
  WORKS(SET(mstatus, MIE));
  CLEAR(mstatus, MIE | SIE);
  supervisor->count = 0;
  run_in(SUPERVISOR, nothing, 0);
  CHECK(supervisor->count == 0);
  run_in(USER, nothing, 0);
  CHECK(supervisor->count == 3 && supervisor->cause == (INTERRUPT | 5));
  WRITE(mie, 0x202);
  supervisor->count = 0;
  run_in(USER, nothing, 0);
  CHECK(supervisor->count == 2 && supervisor->cause == (INTERRUPT | 1));
  WRITE(mideleg, 0);
  WRITE(mie, 0x20);
  machine->count = 0;
  run_in(USER, nothing, 0);
  CHECK(machine->count == 2);
  WRITE(mie, 0x20);
  machine->count = 0;
  run_in(SUPERVISOR, nothing, 0);
  CHECK(machine->count == 2);
  WRITE(mip, 0);
  WRITE(mie, 0);
}

void main(void) {
  permit_all();
  exceptions();
  precise();
  stack_of_modes();
  delegation();
  forbidden();
  software_interrupts();
  priorities();
}
