package spool.emulator.device;

/// Where a device takes the bytes of a line from the host.
public interface SerialPort {
  /// Puts `bytes` on the line to the guest, behind those that are still on it.
  void receive(byte[] bytes);

  /// Calls `action` whenever the last byte has left the line to the guest.
  void onSilence(Runnable action);

  /// Takes from the line, and answers, what was received and has not reached the guest.
  byte[] takeBack();
}
