package spool.emulator.boot;

import java.util.Optional;

/// What a machine is to be started with: firmware, the program that it or the machine starts, a RAM
/// disk for that, and its command line.
public record BootPlan(
    Firmware firmware, Optional<BootImage> kernel, Optional<BootImage> initrd, String arguments) {}
