package spool.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The header of a Linux kernel for RISC-V in its form `Image` (Linux,
/// `Documentation/arch/riscv/boot-image-header.rst`).
///
/// @param textOffset where it belongs, in bytes from the start of RAM
/// @param sizeBytes how much room it takes, which is more than the file has
public record LinuxImage(long textOffset, long sizeBytes) {
  private static final int HEADER_BYTES = 64;
  private static final int TEXT_OFFSET = 8;
  private static final int IMAGE_SIZE = 16;
  private static final int MAGIC_OFFSET = 56;

  /// `RSC\x05`.
  private static final int MAGIC = 0x0543_5352;

  /// The header of `image`; none if it is no such kernel.
  public static Optional<LinuxImage> of(byte[] image) {
    ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    if (image.length < HEADER_BYTES || header.getInt(MAGIC_OFFSET) != MAGIC) {
      return Optional.empty();
    }
    long size = Math.max(image.length, header.getLong(IMAGE_SIZE));
    return Optional.of(new LinuxImage(header.getLong(TEXT_OFFSET), size));
  }
}
