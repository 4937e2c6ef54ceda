package swiotlb.study.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.study.vary.Axis;

/** Looking for new kinds of outcome. */
class DiverseTest {
  private static final List<Axis> AXES =
      Stream.of("a=1..1000", "b=1..1000").map(Axis::parse).toList();

  private static List<Point> all(Sampling sampling, Function<Point, String> kind) {
    var all = new ArrayList<Point>();
    for (var batch = sampling.next(List.of()); !batch.isEmpty(); ) {
      all.addAll(batch);
      batch =
          sampling.next(
              batch.stream().map(p -> new Sampling.Seen(p, List.of(kind.apply(p)))).toList());
    }
    return all;
  }

  /** A narrow band between two broad kinds, and a corner of it that is a kind of its own. */
  private static String kind(Point point) {
    var a = point.at().get(0);
    var b = point.at().get(1);
    if (Math.abs(a - b) < 12) {
      return a > 850 ? "corner" : "band";
    }
    return a > b ? "right" : "left";
  }

  private static Set<String> kinds(List<Point> points) {
    return new HashSet<>(points.stream().map(DiverseTest::kind).toList());
  }

  @Test
  void itFindsWhatLiesBetweenMoreOftenThanALatinHypercube() {
    var diverse = 0;
    var spread = 0;
    for (var seed = 1; seed <= 20; seed++) {
      diverse += kinds(all(new Diverse(AXES, 100, seed), DiverseTest::kind)).size();
      spread += kinds(all(new LatinHypercube(AXES, 100, seed), DiverseTest::kind)).size();
    }
    assertThat(diverse).isGreaterThan(spread);
  }

  @Test
  void itFindsKindsThatAGridOfAsManyPointsMisses(@TempDir Path folder) throws IOException {
    var job = "devices.disk.jobs.load.";
    var grid =
        kindsOf(
            Files.createDirectory(folder.resolve("grid")),
            "grid",
            job + "depth=1..301 step 100",
            job + "block=4KiB..256KiB step 84KiB",
            "memory=16MiB..64MiB step 16MiB");
    var diverse =
        kindsOf(
            Files.createDirectory(folder.resolve("diverse")),
            "diverse:64",
            job + "depth=1..301",
            job + "block=4KiB..256KiB step 4KiB",
            "memory=16MiB..64MiB step 1MiB");
    assertThat(diverse.size()).isGreaterThan(grid.size());
    assertThat(diverse)
        .anyMatch(kind -> kind.endsWith(", 2 dynamic pools") && !grid.contains(kind));
  }

  private static Set<String> kindsOf(Path folder, String sample, String... axes) {
    var text =
        """
        kernel = "swiotlb=256,force"
        cpus = 4
        devices.disk {
          service-time = 50 us
          jobs.load { cpus = all, count = 30, context = interrupt }
        }
        """;
    var tally =
        SmallSweep.in(folder)
            .saying(text)
            .varying(axes)
            .sampled(sample)
            .replicated(1)
            .run()
            .tally();
    assertThat(tally.points()).hasSize(64);
    return new HashSet<>(tally.runs().stream().map(Tally.Run::kind).toList());
  }

  @Test
  void noPointComesTwiceAndAllNumbersDo() {
    var points = all(new Diverse(AXES, 300, 1), DiverseTest::kind);
    assertThat(points.stream().map(Point::at).distinct()).hasSize(300);
    assertThat(points.stream().map(Point::number))
        .isEqualTo(Stream.iterate(1L, n -> n + 1).limit(300).toList());
  }

  @Test
  void aSpaceThatIsSmallerThanAskedForIsSearchedWhole() {
    var axes = Stream.of("a=1..5", "b=x,y").map(Axis::parse).toList();
    var sampling = new Diverse(axes, 200, 1);
    assertThat(sampling.size()).isEqualTo(10);
    assertThat(all(sampling, point -> "all the same").stream().map(Point::at).distinct())
        .hasSize(10);
  }

  @Test
  void whereTheRareKindIsItLooksMore() {
    var points = all(new Diverse(AXES, 200, 3), p -> p.at().get(0) < 100 ? "rare" : "usual");
    assertThat(points.stream().filter(p -> p.at().get(0) < 100).count())
        .isGreaterThan(2 * 200 / 10);
  }

  @Test
  void onePointWithoutAxesIsAll() {
    assertThat(all(new Diverse(List.of(), 5, 1), point -> "one")).hasSize(1);
  }
}
