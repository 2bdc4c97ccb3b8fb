package spool.emulator.image;

/// A file is not an ELF program that this machine can run; the message says in what.
public final class ElfException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String defect;

  /// What is wrong with the file.
  public ElfException(String defect) {
    super(defect);
    this.defect = defect;
  }

  @Override
  public String getMessage() {
    return defect;
  }
}
