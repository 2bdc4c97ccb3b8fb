package spool.kernel.process;

/// CPU time used, in cycles, and how often a hart was given up for it.
public final class CpuTime {
  private long user;
  private long system;
  private long voluntary;
  private long involuntary;

  /// Cycles in the program.
  public long user() {
    return user;
  }

  /// Cycles in the kernel on its behalf.
  public long system() {
    return system;
  }

  /// Both together.
  public long total() {
    return user + system;
  }

  /// How often a hart was given up in order to wait.
  public long voluntarySwitches() {
    return voluntary;
  }

  /// How often a hart was taken away.
  public long involuntarySwitches() {
    return involuntary;
  }

  void addUser(long cycles) {
    user += cycles;
  }

  void addSystem(long cycles) {
    system += cycles;
  }

  void countSwitch(boolean isVoluntary) {
    voluntary += isVoluntary ? 1 : 0;
    involuntary += isVoluntary ? 0 : 1;
  }

  /// The sum of this and `other`.
  public CpuTime plus(CpuTime other) {
    CpuTime sum = new CpuTime();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  /// Adds what `other` used.
  void add(CpuTime other) {
    user += other.user;
    system += other.system;
    voluntary += other.voluntary;
    involuntary += other.involuntary;
  }
}
