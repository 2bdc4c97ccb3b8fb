package spool.kernel.vm;

/// How much memory an address space takes, in bytes, as `/proc/N/status` and `/proc/N/statm` tell
/// it.
///
/// @param virtual all that is mapped
/// @param peakVirtual the most that ever was
/// @param resident the pages that have frames
/// @param peakResident the most that ever had
/// @param residentShared those of the resident pages that belong to mapped objects
/// @param text executable mappings
/// @param data private writable mappings
/// @param stack mappings that grow downwards
/// @param pageTables the frames of the page table itself
public record MemoryUsage(
    long virtual,
    long peakVirtual,
    long resident,
    long peakResident,
    long residentShared,
    long text,
    long data,
    long stack,
    long pageTables) {}
