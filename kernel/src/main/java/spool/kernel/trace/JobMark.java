package spool.kernel.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mark by which the monitor tells of a job, one line in `/sys/kernel/tracing/trace_marker`:
///
///     job NUMBER NAME arrives [CYCLE]
///     job NUMBER NAME rejected
///     job NUMBER NAME starts pid PID
///     job NUMBER NAME ends STATUS-WORDS
///
/// @param number of the job
/// @param name of the job, one word
/// @param event what happened to it
/// @param details the time behind [Event#ARRIVES], the process number behind [Event#STARTS], the
///   words behind [Event#ENDS]
public record JobMark(int number, String name, Event event, String details) {
  private static final Pattern FORM =
      Pattern.compile(
          "job ([0-9]{1,9}) (\\S+) (?:(arrives)(?: ([0-9]{1,18}))?|(rejected)|(starts) pid ([0-9]{1,9})|(ends)(?: (.*))?)");

  /// What may happen to a job.
  public enum Event {
    /// It was handed in.
    ARRIVES,

    /// Its cards were wrong.
    REJECTED,

    /// Its first process was made.
    STARTS,

    /// It is done with.
    ENDS
  }

  /// The mark that `text` is, if it is one of a job.
  public static Optional<JobMark> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  private static JobMark of(Matcher matcher) {
    int number = Integer.parseInt(matcher.group(1));
    String name = matcher.group(2);
    if (matcher.group(3) != null) {
      return new JobMark(number, name, Event.ARRIVES, words(matcher, 4));
    }
    if (matcher.group(5) != null) {
      return new JobMark(number, name, Event.REJECTED, "");
    }
    if (matcher.group(6) != null) {
      return new JobMark(number, name, Event.STARTS, words(matcher, 7));
    }
    return new JobMark(number, name, Event.ENDS, words(matcher, 9));
  }

  private static String words(Matcher matcher, int group) {
    String found = matcher.group(group);
    return found == null ? "" : found;
  }
}
