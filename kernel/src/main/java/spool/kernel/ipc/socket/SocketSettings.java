package spool.kernel.ipc.socket;

import java.util.TreeMap;

/// What `setsockopt` says of a socket and only that socket looks at.
public final class SocketSettings {
  /// Whether closing waits for what was sent, and for how many seconds (`SO_LINGER`).
  public record Linger(boolean isOn, int seconds) {}

  /// The timeout of a call that does not wait.
  public static final long AT_ONCE = -1;

  private static final int NO_OFFSET = -1;

  private long receiveTimeout;
  private long sendTimeout;
  private int receiveBufferBytes = SendBuffer.STANDARD;
  private boolean passesCredentials;
  private int leastBytes = 1;
  private int peekOffset = NO_OFFSET;
  private Linger linger = new Linger(false, 0);
  private final TreeMap<Integer, Integer> kept = new TreeMap<>();

  /// How long receiving and accepting wait, in nanoseconds, or [#AT_ONCE]; 0 is for ever
  /// (`SO_RCVTIMEO`).
  public long receiveTimeout() {
    return receiveTimeout;
  }

  /// Changes how long receiving and accepting wait.
  public void receiveTimeout(long nanoseconds) {
    receiveTimeout = nanoseconds;
  }

  /// How long sending and connecting wait, in nanoseconds, or [#AT_ONCE]; 0 is for ever
  /// (`SO_SNDTIMEO`).
  public long sendTimeout() {
    return sendTimeout;
  }

  /// Changes how long sending and connecting wait.
  public void sendTimeout(long nanoseconds) {
    sendTimeout = nanoseconds;
  }

  /// `SO_RCVBUF`, which bounds nothing, as unix(7) says.
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  /// Changes `SO_RCVBUF` to twice `wanted`, within bounds, which are wider with `force`.
  public void receiveBufferBytes(int wanted, boolean force) {
    int most = force ? Integer.MAX_VALUE / 2 : SendBuffer.STANDARD;
    receiveBufferBytes = Math.max(2304, 2 * Math.clamp(wanted, 0, most));
  }

  /// Whether messages tell who sent them (`SO_PASSCRED`).
  public boolean passesCredentials() {
    return passesCredentials;
  }

  /// Decides whether messages tell who sent them.
  public void passesCredentials(boolean value) {
    passesCredentials = value;
  }

  /// For how many bytes receiving from a stream waits (`SO_RCVLOWAT`).
  public int leastBytes() {
    return leastBytes;
  }

  /// Changes for how many bytes receiving waits: 0 is 1, and less is as many as there can be.
  public void leastBytes(int wanted) {
    leastBytes = wanted < 0 ? Integer.MAX_VALUE : Math.max(1, wanted);
  }

  /// Where the next `MSG_PEEK` begins (`SO_PEEK_OFF`), negative if always at the front.
  public int peekOffset() {
    return peekOffset;
  }

  /// Changes where the next `MSG_PEEK` begins.
  public void peekOffset(int bytes) {
    peekOffset = bytes;
  }

  /// Whether each `MSG_PEEK` goes on where the last one ended.
  boolean hasPeekOffset() {
    return peekOffset >= 0;
  }

  /// How many bytes `MSG_PEEK` passes over.
  int passedOver() {
    return Math.max(0, peekOffset);
  }

  /// Notes that `MSG_PEEK` has shown so many bytes.
  void peeked(int bytes) {
    peekOffset += hasPeekOffset() ? bytes : 0;
  }

  /// Notes that so many bytes have been taken from the front.
  void taken(int bytes) {
    peekOffset = hasPeekOffset() ? Math.max(0, peekOffset - bytes) : peekOffset;
  }

  /// What `SO_LINGER` says, which has no effect: what was sent has arrived.
  public Linger linger() {
    return linger;
  }

  /// Changes what `SO_LINGER` says.
  public void linger(Linger value) {
    linger = value;
  }

  /// The value of an option that is kept without having any effect on Unix domain sockets.
  public int kept(int option) {
    return kept.getOrDefault(option, 0);
  }

  /// Changes the value of such an option.
  public void keep(int option, int value) {
    kept.put(option, value);
  }
}
