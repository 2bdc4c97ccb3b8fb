package spool.kernel.driver;

import spool.kernel.sync.WaitQueue;

/// One command to a tape drive, and what came of it.
///
/// @see TapeDriver
final class TapeRequest {
  private static final byte[] NOTHING = {};

  private final int command;
  private final int amount;
  private final byte[] data;
  private final WaitQueue queue = new WaitQueue();
  private boolean isDone;
  private int status;
  private int residue;
  private int recordLength;
  private byte[] result = NOTHING;

  private TapeRequest(int command, int amount, byte[] data) {
    this.command = command;
    this.amount = amount;
    this.data = data;
  }

  /// Reads up to `most` bytes of the next record.
  static TapeRequest read(int most) {
    return new TapeRequest(TapeDriver.READ, most, NOTHING);
  }

  /// Writes a record.
  static TapeRequest write(byte[] record) {
    return new TapeRequest(TapeDriver.WRITE, record.length, record);
  }

  /// Carries out `command` (one of [TapeDriver]'s, neither of the above) `count` times.
  static TapeRequest of(int command, int count) {
    return new TapeRequest(command, count, NOTHING);
  }

  int command() {
    return command;
  }

  /// Bytes, or how many times.
  int amount() {
    return amount;
  }

  /// The record to be written.
  byte[] data() {
    return data;
  }

  /// Those who wait for the end.
  WaitQueue queue() {
    return queue;
  }

  /// The drive has ended the command with these values of its registers.
  void end(int endStatus, int endResidue, int endLength, byte[] endResult) {
    status = endStatus;
    residue = endResidue;
    recordLength = endLength;
    result = endResult;
    isDone = true;
    queue.wakeAll();
  }

  boolean isDone() {
    return isDone;
  }

  /// Whether the status has any of `bits`.
  boolean has(int bits) {
    return (status & bits) != 0;
  }

  /// How many times are left.
  int residue() {
    return residue;
  }

  /// The true length of the record read.
  int recordLength() {
    return recordLength;
  }

  /// What was read.
  byte[] result() {
    return result;
  }
}
