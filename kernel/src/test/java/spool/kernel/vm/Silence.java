package spool.kernel.vm;

/// The translations of a machine whose harts cache none.
public final class Silence implements Translations {
  @Override
  public void forget(long satp, long address) {}

  @Override
  public void forgetAll(long satp) {}
}
