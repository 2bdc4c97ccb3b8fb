#pragma once

/* Magnetic tapes (st(4)). */

/* For MTIOCTOP: an operation, and how often. */
struct mtop {
    short mt_op;
    int mt_count;
};

#define MTRESET 0  /* nothing */
#define MTFSF 1    /* forward over tape marks */
#define MTBSF 2    /* backward over tape marks */
#define MTFSR 3    /* forward over records */
#define MTBSR 4    /* backward over records */
#define MTWEOF 5   /* writes tape marks */
#define MTREW 6    /* rewinds */
#define MTOFFL 7   /* rewinds and unloads */
#define MTNOP 8    /* nothing */
#define MTRETEN 9  /* winds the tape anew */
#define MTBSFM 10  /* backward over tape marks, to behind the last */
#define MTFSFM 11  /* forward over tape marks, to before the last */
#define MTEOM 12   /* to the end of what is recorded */
#define MTERASE 13 /* erases to the end of the tape */
#define MTSETBLK 20
#define MTSETDRVBUFFER 24
#define MTLOAD 30
#define MTUNLOAD 31
#define MTWEOFI 35

/* For MTIOCGET: where the tape stands. */
struct mtget {
    long mt_type;   /* MT_ISUNKNOWN */
    long mt_resid;  /* what was left of the last operation */
    long mt_dsreg;  /* 0: blocks of any length */
    long mt_gstat;  /* GMT_... */
    long mt_erreg;
    int mt_fileno;  /* tape marks in front of the head */
    int mt_blkno;   /* records since the last tape mark */
};

#define MT_ISUNKNOWN 0x01

#define GMT_EOF(status) ((status) & 0x80000000)
#define GMT_BOT(status) ((status) & 0x40000000)
#define GMT_EOT(status) ((status) & 0x20000000)
#define GMT_EOD(status) ((status) & 0x08000000)
#define GMT_WR_PROT(status) ((status) & 0x04000000)
#define GMT_ONLINE(status) ((status) & 0x01000000)
#define GMT_DR_OPEN(status) ((status) & 0x00040000)
#define GMT_IM_REP_EN(status) ((status) & 0x00010000)

/* For MTIOCPOS: records and tape marks in front of the head. */
struct mtpos {
    long mt_blkno;
};

#define MTIOCTOP 0x40086d01
#define MTIOCGET 0x80306d02
#define MTIOCPOS 0x80086d03

#define DEFTAPE "/dev/tape"
