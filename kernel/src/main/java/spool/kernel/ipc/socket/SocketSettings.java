package spool.kernel.ipc.socket;

/// What `setsockopt` says of a socket and only that socket looks at.
public final class SocketSettings {
  private long receiveTimeout;
  private long sendTimeout;
  private int receiveBufferBytes = SendBuffer.STANDARD;
  private boolean passesCredentials;

  /// How long receiving and accepting wait, in nanoseconds; 0 is for ever (`SO_RCVTIMEO`).
  public long receiveTimeout() {
    return receiveTimeout;
  }

  /// Changes how long receiving and accepting wait.
  public void receiveTimeout(long nanoseconds) {
    receiveTimeout = nanoseconds;
  }

  /// How long sending and connecting wait, in nanoseconds; 0 is for ever (`SO_SNDTIMEO`).
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

  /// Changes `SO_RCVBUF` to twice `wanted`, within bounds.
  public void receiveBufferBytes(int wanted) {
    receiveBufferBytes = Math.max(2304, 2 * Math.clamp(wanted, 0, SendBuffer.STANDARD));
  }

  /// Whether messages tell who sent them (`SO_PASSCRED`).
  public boolean passesCredentials() {
    return passesCredentials;
  }

  /// Decides whether messages tell who sent them.
  public void passesCredentials(boolean value) {
    passesCredentials = value;
  }
}
