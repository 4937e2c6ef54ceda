package swiotlb.study.sweep;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of results in the order of points, replications and runs, whatever order they came in. */
public final class SortedLines {
  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::point)
          .thenComparingInt(Place::replication)
          .thenComparingInt(Place::run);

  private SortedLines() {}

  /** Where a line is, with its break. */
  private record Place(String key, long point, int replication, int run, long from, int bytes) {}

  /**
   * Copies them, each with the node that computed it, where one did.
   *
   * @param files in which they came
   * @param to left open
   */
  public static void copy(SweepFiles files, OutputStream to) throws IOException {
    var nodes = NodeFile.read(files.nodes());
    var lines = files.lines();
    var places = places(lines);
    places.sort(ORDER);
    try (var channel = FileChannel.open(lines)) {
      for (var place : places) {
        var bytes = ByteBuffer.allocate(place.bytes);
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, place.from + bytes.position()) < 0) {
            throw new IOException(lines + " became shorter while it was read");
          }
        }
        to.write(withNode(bytes.array(), nodes.get(place.key)));
      }
    }
  }

  private static byte[] withNode(byte[] line, @Nullable String node) {
    return node == null
        ? line
        : (NodeFile.with(new String(line, StandardCharsets.UTF_8).stripTrailing(), node) + "\n")
            .getBytes(StandardCharsets.UTF_8);
  }

  private static List<Place> places(Path lines) throws IOException {
    var places = new ArrayList<Place>();
    try (var in = new BufferedInputStream(Files.newInputStream(lines))) {
      var at = 0L;
      for (var line = LineFile.line(in); line.isPresent(); line = LineFile.line(in)) {
        var bytes = line.get().length + 1;
        var from = at;
        ResultLine.read(new String(line.get(), StandardCharsets.UTF_8))
            .ifPresent(
                read ->
                    places.add(
                        new Place(
                            read.replicationKey(),
                            read.point(),
                            read.replication(),
                            read.run(),
                            from,
                            bytes)));
        at += bytes;
      }
    }
    return places;
  }
}
