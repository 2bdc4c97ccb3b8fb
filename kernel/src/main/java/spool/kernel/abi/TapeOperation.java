package spool.kernel.abi;

/// Operations of `MTIOCTOP` (linux/mtio.h).
public final class TapeOperation {
  public static final int MTRESET = 0;
  public static final int MTFSF = 1;
  public static final int MTBSF = 2;
  public static final int MTFSR = 3;
  public static final int MTBSR = 4;
  public static final int MTWEOF = 5;
  public static final int MTREW = 6;
  public static final int MTOFFL = 7;
  public static final int MTNOP = 8;
  public static final int MTRETEN = 9;
  public static final int MTBSFM = 10;
  public static final int MTFSFM = 11;
  public static final int MTEOM = 12;
  public static final int MTERASE = 13;
  public static final int MTSETBLK = 20;
  public static final int MTSETDRVBUFFER = 24;
  public static final int MTLOAD = 30;
  public static final int MTUNLOAD = 31;
  public static final int MTWEOFI = 35;

  private TapeOperation() {}
}
