package spool.kernel.driver;

import java.util.List;

/// The order of arrival: fair, and without regard for the arm.
final class FirstComeFirstServed implements RequestOrder {
  @Override
  public int next(List<Long> waiting, long arm) {
    return 0;
  }
}
