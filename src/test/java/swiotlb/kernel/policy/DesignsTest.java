package swiotlb.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What designs there are, and what each one is made into. */
class DesignsTest {
  /** Settings as they are by default, and which of them were asked for. */
  private static final class Noted implements PolicySettings {
    final List<String> keys = new ArrayList<>();

    @Override
    public long nanos(String key, long least) {
      keys.add(key);
      return least + 6;
    }

    @Override
    public int integer(String key, int least, int most) {
      keys.add(key);
      return least + 1;
    }

    @Override
    public long bytes(String key, long least, long most) {
      keys.add(key);
      return least;
    }
  }

  static Stream<Kind<?>> kinds() {
    return Kind.all().stream();
  }

  static Stream<Design> designs() {
    return Designs.all().stream();
  }

  static Stream<Design> unlikeKernel() {
    return designs().filter(design -> !design.name().equals(design.kind().ofKernel()));
  }

  private static <P> P made(Kind<P> kind, String name) {
    return made(kind, name, new Noted());
  }

  private static <P> P made(Kind<P> kind, String name, PolicySettings settings) {
    return Designs.of(kind).stream()
        .filter(design -> design.name().equals(name))
        .map(design -> kind.policy().cast(design.make(settings)))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatTheKernelDoesComesFirstAndHasNoSettings(Kind<?> kind) {
    var settings = new Noted();
    var first = Designs.of(kind).get(0);
    assertThat(first.name()).isEqualTo(kind.ofKernel());
    first.make(settings);
    assertThat(settings.keys).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("designs")
  void aDesignIsMadeIntoWhatItsKindNames(Design design) {
    assertThat(design.make(new Noted())).isInstanceOf(design.kind().policy());
  }

  @ParameterizedTest
  @MethodSource("designs")
  void aDesignSaysWhatItIsAndWhereItWasDiscussed(Design design) {
    assertThat(design.words()).isNotBlank().doesNotEndWith(".");
    assertThat(design.discussed()).isNotBlank().doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("designs")
  void thePageOfSettingsSaysTheSameWords(Design design) throws IOException {
    var reference = Files.readString(Path.of("src/main/resources/reference.conf"));
    assertThat(reference).contains("# " + design.name() + ": " + design.words() + ".\n");
  }

  @ParameterizedTest
  @MethodSource("unlikeKernel")
  void aScenarioShowsWhatADesignDoes(Design design) throws IOException {
    var setting = design.kind().setting() + " = " + design.name();
    try (var files = Files.list(Path.of("simulations/designs"))) {
      var texts = new ArrayList<String>();
      for (var file : files.toList()) {
        texts.add(Files.readString(file));
      }
      assertThat(texts).anyMatch(text -> text.contains(setting));
    }
  }

  // What each one decides.

  @Test
  void waitingIsBounded() {
    var settings = new Noted();
    assertThat(made(Kind.EXHAUSTION, "wait", settings))
        .isEqualTo(new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(7), 2));
    assertThat(settings.keys).containsExactly("timeout", "most");
  }

  @Test
  void theKernelWishesForADefaultPoolHoweverManySlotsThereAre() {
    assertThat(made(Kind.GROWTH, "buddy").wishSlots(512, 1 << 20)).isEqualTo(512);
  }

  @Test
  void poolsOfARegionHaveAnAreaForEachCpu() {
    var region = made(Kind.GROWTH, "cma");
    var four = new GrowthPolicy.Pool(512, 4);
    assertThat(region.pool(four, 24, 128)).isEqualTo(new GrowthPolicy.Pool(4096, 32));
    assertThat(region.pool(four, 24, 256)).isEqualTo(new GrowthPolicy.Pool(8192, 32));
    assertThat(region.pool(four, 1, 128)).isEqualTo(four);
    assertThat(region.pool(new GrowthPolicy.Pool(32768, 8), 4, 128))
        .isEqualTo(new GrowthPolicy.Pool(32768, 8));
  }

  @Test
  void theKernelAddsPoolsLikeTheDefaultPoolHoweverManyCpusThereAre() {
    var four = new GrowthPolicy.Pool(512, 4);
    assertThat(made(Kind.GROWTH, "buddy").pool(four, 24, 128)).isEqualTo(four);
  }

  @Test
  void cappedGrowthWishesForWhatIsLeftInPowersOfTwo() {
    var settings =
        new PolicySettings() {
          @Override
          public long nanos(String key, long least) {
            return least;
          }

          @Override
          public int integer(String key, int least, int most) {
            return 2000;
          }

          @Override
          public long bytes(String key, long least, long most) {
            return least;
          }
        };
    var capped = made(Kind.GROWTH, "capped", settings);
    assertThat(capped.wishSlots(512, 512)).isEqualTo(512);
    assertThat(capped.wishSlots(2048, 512)).isEqualTo(1024);
    assertThat(capped.wishSlots(512, 2000)).isZero();
    assertThat(capped.wishSlots(512, 5000)).isZero();
  }

  @Test
  void aStaticDesignWishesForNothing() {
    assertThat(made(Kind.GROWTH, "static").wishSlots(512, 0)).isZero();
  }

  @Test
  void poolsOfARegionAreAskedForThereAlone() {
    assertThat(made(Kind.GROWTH, "cma").source().isContiguousRegion()).isTrue();
    assertThat(made(Kind.GROWTH, "buddy").source().isContiguousRegion()).isFalse();
  }

  @Test
  void anywhereIsTheOnlyGrowthThatIgnoresAddresses() {
    assertThat(
            Designs.of(Kind.GROWTH).stream()
                .filter(design -> made(Kind.GROWTH, design.name()).isAnywhere()))
        .extracting(Design::name)
        .containsExactly("anywhere");
  }

  @Test
  void aListIsPassedToThePoolAndATreeIsDescended() {
    var list = made(Kind.SEARCH, "list");
    var tree = made(Kind.SEARCH, "tree");
    assertThat(list.steps(1, 100)).isEqualTo(1);
    assertThat(list.steps(100, 100)).isEqualTo(100);
    assertThat(tree.steps(1, 1)).isEqualTo(1);
    assertThat(tree.steps(1, 100)).isEqualTo(7);
    assertThat(tree.steps(100, 100)).isEqualTo(7);
    assertThat(tree.steps(0, 0)).isZero();
  }

  @Test
  void idlePoolsStayUnlessTheyAreGivenBackAfterATime() {
    assertThat(made(Kind.IDLE, "keep").patience()).isEmpty();
    assertThat(made(Kind.IDLE, "shrink").patience()).contains(Duration.ofNanos(7));
  }

  @Test
  void directPlacementHasNoPoolsAndLendingHas() {
    assertThat(made(Kind.PLACEMENT, "direct").usesPools()).isFalse();
    assertThat(made(Kind.PLACEMENT, "lending").usesPools()).isTrue();
    assertThat(made(Kind.PLACEMENT, "lending").lending()).isPresent();
    assertThat(made(Kind.PLACEMENT, "pools").lending()).isEmpty();
  }
}
