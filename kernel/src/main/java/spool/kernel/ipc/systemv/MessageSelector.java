package spool.kernel.ipc.systemv;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import spool.kernel.abi.SystemV;
import spool.kernel.ipc.Message;

/// Which message a receiver wants (msgop(2)): the first of any type for 0, of type n for n > 0, of
/// another type with `MSG_EXCEPT`, of the lowest type up to -n for n < 0.
record MessageSelector(long type, boolean isExcept) {
  static MessageSelector of(long type, int flags) {
    return new MessageSelector(type, (flags & SystemV.MSG_EXCEPT) != 0);
  }

  /// Whether a receiver that waits takes `message`.
  boolean matches(Message message) {
    if (type < 0) {
      return message.rank() <= limit();
    }
    return type == 0 || (message.rank() == type) != isExcept;
  }

  /// There is no -[Long#MIN_VALUE].
  private long limit() {
    return type == Long.MIN_VALUE ? Long.MAX_VALUE : -type;
  }

  /// The wanted one of `messages`, which are in the order in which they came.
  Optional<Message> choose(Collection<Message> messages) {
    return type < 0
        ? messages.stream().filter(this::matches).min(Comparator.comparingLong(Message::rank))
        : messages.stream().filter(this::matches).findFirst();
  }
}
