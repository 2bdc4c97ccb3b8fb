package spool.emulator.device;

/// A disk without moving parts: every request costs the same, and every sector on top of it,
/// wherever they are.
///
/// @param request cycles for each request
/// @param sector cycles for each sector
public record FlatTiming(long request, long sector) implements DiskTiming {
  /// 100 microseconds for a request, and 500 MB/s: the order of a solid-state disk on a SATA bus;
  /// set, not measured.
  public static final FlatTiming STANDARD = new FlatTiming(100_000, 1_024);

  @Override
  public long transfer(long now, long first, int count, boolean isWrite) {
    return request + count * sector;
  }

  @Override
  public long flush(long now) {
    return request;
  }

  @Override
  public long mostSectors() {
    return Long.MAX_VALUE / DiskImage.SECTOR_BYTES;
  }
}
