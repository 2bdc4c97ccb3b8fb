package spool.emulator.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// A machine in a file: its state, and by names and texts what it was made of, so that the same
/// machine can be made again to be put into that state.
///
/// The file begins with a name and the number of the version, both in the clear. What follows is
/// compressed: the description, the frames of RAM that are not zero with their numbers, and all
/// else. The last 32 bytes are the SHA-256 of everything in front of them. Numbers are big-endian.
///
/// Invariant: a file is read whole and as it was written, or not at all.
public record StateFile(Map<String, String> description, MachineState state) {
  /// The only version that is read and written.
  public static final int VERSION = 2;

  private static final long MAGIC = 0x5350_4f4f_4c53_4156L;
  private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
  private static final int DIGEST_BYTES = 32;
  private static final int MOST_FRAMES = 1 << 19;

  /// A machine with `state` that was made as `description` says.
  public StateFile {
    description = Map.copyOf(description);
  }

  /// Writes the file.
  public void write(OutputStream target) throws IOException {
    DigestOutputStream digested = new DigestOutputStream(target, digest());
    DataOutputStream header = new DataOutputStream(digested);
    header.writeLong(MAGIC);
    header.writeInt(VERSION);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      DeflaterOutputStream compressed = new DeflaterOutputStream(digested, deflater, 1 << 16);
      DataOutputStream body = new DataOutputStream(compressed);
      writeBody(body);
      body.flush();
      compressed.finish();
    } finally {
      deflater.end();
    }
    digested.on(false);
    digested.write(digested.getMessageDigest().digest());
    digested.flush();
  }

  private void writeBody(DataOutputStream body) throws IOException {
    Map<String, String> sorted = new TreeMap<>(description);
    body.writeInt(sorted.size());
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      body.writeUTF(entry.getKey());
      body.writeUTF(entry.getValue());
    }
    SavedMemory memory = state.memory();
    body.writeInt(memory.frames());
    for (int frame = 0; frame < memory.frames(); frame++) {
      byte[] contents = memory.frame(frame);
      if (contents.length > 0) {
        body.writeInt(frame);
        body.write(contents);
      }
    }
    body.writeInt(memory.frames());
    byte[] rest = state.rest();
    body.writeInt(rest.length);
    body.write(rest);
  }

  /// The contents of a file. Throws [StateException] if `bytes` are not those of one, of another
  /// version, damaged or incomplete.
  public static StateFile read(byte[] bytes) {
    try {
      DataInputStream header = new DataInputStream(new ByteArrayInputStream(bytes));
      if (bytes.length < HEADER_BYTES + DIGEST_BYTES || header.readLong() != MAGIC) {
        throw new StateException("this is not a saved machine");
      }
      int version = header.readInt();
      if (version != VERSION) {
        throw new StateException(
            "this is a saved machine of version %d, not %d".formatted(version, VERSION));
      }
      demandWhole(bytes);
      return readBody(body(bytes));
    } catch (IOException defect) {
      throw new StateException("the saved machine is damaged: " + defect.getMessage(), defect);
    }
  }

  private static void demandWhole(byte[] bytes) {
    MessageDigest digest = digest();
    int end = bytes.length - DIGEST_BYTES;
    digest.update(bytes, 0, end);
    if (!MessageDigest.isEqual(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new StateException("the saved machine is damaged or incomplete");
    }
  }

  private static DataInputStream body(byte[] bytes) {
    int length = bytes.length - HEADER_BYTES - DIGEST_BYTES;
    return new DataInputStream(
        new InflaterInputStream(new ByteArrayInputStream(bytes, HEADER_BYTES, length)));
  }

  private static StateFile readBody(DataInputStream body) throws IOException {
    Map<String, String> description = new TreeMap<>();
    for (int left = body.readInt(); left > 0; left--) {
      String name = body.readUTF();
      description.put(name, body.readUTF());
    }
    SavedMemory memory = readMemory(body);
    byte[] rest = body.readNBytes(Math.max(0, body.readInt()));
    return new StateFile(description, new MachineState(memory, rest));
  }

  private static SavedMemory readMemory(DataInputStream body) throws IOException {
    int count = body.readInt();
    if (count < 0 || count > MOST_FRAMES) {
      throw new StateException("the saved machine has RAM of %d frames".formatted(count));
    }
    byte[][] frames = new byte[count][];
    Arrays.fill(frames, SavedMemory.zeros());
    for (int frame = body.readInt(); frame != count; frame = body.readInt()) {
      if (frame < 0 || frame > count) {
        throw new StateException("the saved machine has no frame " + frame);
      }
      frames[frame] = new byte[SavedMemory.FRAME_BYTES];
      body.readFully(frames[frame]);
    }
    return new SavedMemory(frames);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new UncheckedIOException(new IOException("no SHA-256 in this JVM", impossible));
    }
  }
}
