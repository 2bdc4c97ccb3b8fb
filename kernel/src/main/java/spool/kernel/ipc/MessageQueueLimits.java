package spool.kernel.ipc;

import java.util.List;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageQueueAttributes;

/// The limits of message queues that `/proc/sys/fs/mqueue` shows and lets the superuser change.
public final class MessageQueueLimits {
  private static final int HIGHEST_MESSAGES = 65_536;

  /// Linux has 16 MiB; lower here, because every sender that waits keeps its message in the host's
  /// memory.
  private static final int HIGHEST_BYTES = 65_536;

  private final Tunable queuesMax = new Tunable("queues_max", 256, 0, Integer.MAX_VALUE);
  private final Tunable messagesMax = new Tunable("msg_max", 10, 1, HIGHEST_MESSAGES);
  private final Tunable bytesMax = new Tunable("msgsize_max", 8192, 128, HIGHEST_BYTES);
  private final Tunable messages = new Tunable("msg_default", 10, 1, HIGHEST_MESSAGES);
  private final Tunable bytes = new Tunable("msgsize_default", 8192, 128, HIGHEST_BYTES);

  MessageQueueLimits() {}

  /// All of them.
  public List<Tunable> all() {
    return List.of(messages, messagesMax, bytes, bytesMax, queuesMax);
  }

  /// Fails with `ENOSPC` if no more than `count` queues may be; the superuser may have more.
  void demandPlace(int count, boolean isPrivileged) {
    if (count >= queuesMax.value() && !isPrivileged) {
      throw Errno.ENOSPC.failure();
    }
  }

  /// What a queue that is to be like `wanted`, or like the standard, will be like. Fails with
  /// `EINVAL` for attributes that may not be; the superuser need only keep the highest limits.
  MessageQueueAttributes check(Optional<MessageQueueAttributes> wanted, boolean isPrivileged) {
    if (wanted.isEmpty()) {
      return new MessageQueueAttributes(
          0,
          Math.min(messages.value(), messagesMax.value()),
          Math.min(bytes.value(), bytesMax.value()),
          0);
    }
    long most = isPrivileged ? HIGHEST_MESSAGES : messagesMax.value();
    long longest = isPrivileged ? HIGHEST_BYTES : bytesMax.value();
    MessageQueueAttributes asked = wanted.get();
    if (!isWithin(asked.maxMessages(), most) || !isWithin(asked.messageBytes(), longest)) {
      throw Errno.EINVAL.failure();
    }
    return asked;
  }

  private static boolean isWithin(long value, long most) {
    return value > 0 && value <= most;
  }
}
