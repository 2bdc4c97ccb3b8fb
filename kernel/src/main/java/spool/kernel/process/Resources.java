package spool.kernel.process;

import org.jspecify.annotations.Nullable;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.WorkingDirectory;
import spool.kernel.vm.AddressSpace;

/// What a process holds and gives back at its end.
public final class Resources {
  private @Nullable AddressSpace memory;
  private DescriptorTable descriptors;
  private final WorkingDirectory workingDirectory;
  private Credentials credentials;
  private final ResourceLimits limits;

  /// These, taken over by the process.
  Resources(
      AddressSpace memory,
      DescriptorTable descriptors,
      WorkingDirectory workingDirectory,
      Credentials credentials,
      ResourceLimits limits) {
    this.memory = memory;
    this.descriptors = descriptors;
    this.workingDirectory = workingDirectory;
    this.credentials = credentials;
    this.limits = limits;
  }

  /// What a child begins with: copies, or with the flags of clone(2) the same. Throws ENOMEM.
  Resources fork(CloneFlags flags) {
    return new Resources(
        flags.has(CloneFlags.CLONE_VM) ? sharedMemory() : memory().fork(),
        flags.has(CloneFlags.CLONE_FILES) ? sharedDescriptors() : descriptors.copy(),
        flags.has(CloneFlags.CLONE_FS) ? workingDirectory : workingDirectory.copy(),
        credentials,
        limits.copy());
  }

  private AddressSpace sharedMemory() {
    memory().retain();
    return memory();
  }

  private DescriptorTable sharedDescriptors() {
    descriptors.share();
    return descriptors;
  }

  /// Whether there is memory: until the process has ended.
  public boolean hasMemory() {
    return memory != null;
  }

  /// The memory. Throws [IllegalStateException] without any.
  AddressSpace memory() {
    if (memory == null) {
      throw new IllegalStateException("the process has ended and has no memory");
    }
    return memory;
  }

  /// Uses `next` in place of the present memory.
  void replaceMemory(AddressSpace next) {
    memory().release();
    memory = next;
  }

  /// The open files.
  DescriptorTable descriptors() {
    return descriptors;
  }

  /// Stops sharing the open files with other processes.
  void unshareDescriptors() {
    if (descriptors.holders() > 1) {
      DescriptorTable own = descriptors.copy();
      descriptors.release();
      descriptors = own;
    }
  }

  WorkingDirectory workingDirectory() {
    return workingDirectory;
  }

  Credentials credentials() {
    return credentials;
  }

  /// Changes the rights.
  public void credentials(Credentials next) {
    credentials = next;
  }

  ResourceLimits limits() {
    return limits;
  }

  /// Gives everything back.
  void release() {
    memory().release();
    memory = null;
    descriptors.release();
  }
}
