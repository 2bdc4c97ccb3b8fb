package spool.kernel.ipc;

import spool.kernel.abi.Errno;
import spool.kernel.vm.Quota;

/// The pages that all open pipes may fill, derived from the size of RAM (pipe(7),
/// `pipe-user-pages-soft` and `-hard`).
///
/// Pipes have an eighth of RAM, 64 MiB at most, as they like. Beyond, a new pipe has two pages and
/// none may grow, and at twice as much no pipe can be opened. Linux counts for each user, and only
/// those without privileges; here everybody counts, because the bytes are the host's memory.
public final class PipePages {
  /// Bytes of a page.
  static final int BYTES = 4096;

  private static final int MOST_PAGES = 16_384;
  private static final int SHARE = 8;
  private static final int STANDARD = 16;
  private static final int FEW = 2;

  private final int soft;
  private final Quota quota;

  /// Pages for a machine with so many frames of RAM.
  public PipePages(int frames) {
    soft = Math.clamp(frames / SHARE, STANDARD, MOST_PAGES);
    quota = new Quota(2 * soft, Errno.ENFILE);
  }

  /// Takes the pages of a new pipe and answers how many. Fails with `ENFILE`.
  int take() {
    int pages = quota.used() + STANDARD <= soft ? STANDARD : FEW;
    quota.demand(pages);
    quota.count(pages);
    return pages;
  }

  /// Lets a pipe have `next` pages instead of `present`. Fails with `EPERM`.
  void change(int present, int next) {
    if (next > present && quota.used() + next - present > soft) {
      throw Errno.EPERM.failure();
    }
    quota.count(next - present);
  }

  /// Takes back the pages of a pipe.
  void give(int pages) {
    quota.count(-pages);
  }
}
