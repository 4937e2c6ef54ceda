package swiotlb.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExhaustionPoliciesTest {
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
  }

  private static ExhaustionPolicy made(String name, PolicySettings settings) {
    return ExhaustionPolicies.designs().stream()
        .filter(design -> design.name().equals(name))
        .map(design -> design.maker().apply(settings))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatTheKernelDoesHasNoSettings() {
    var settings = new Noted();
    assertThat(ExhaustionPolicies.designs().get(0).name()).isEqualTo("transient");
    assertThat(made("transient", settings)).isEqualTo(new ExhaustionPolicy.TakeTransient());
    assertThat(settings.keys).isEmpty();
  }

  @Test
  void aDesignIsMadeOfItsSettings() {
    var settings = new Noted();
    assertThat(made("wait", settings))
        .isEqualTo(new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(7), 2));
    assertThat(settings.keys).containsExactly("timeout", "most");
  }

  @Test
  void eachDesignHasItsNameOnce() {
    assertThat(ExhaustionPolicies.designs())
        .extracting(ExhaustionPolicies.Design::name)
        .doesNotHaveDuplicates();
    assertThat(ExhaustionPolicies.designs().stream().map(d -> made(d.name(), new Noted())))
        .<Object>extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(
            List.of(ExhaustionPolicy.class.getPermittedSubclasses()));
  }

  @Test
  void thePageOfSettingsSaysTheSameWords() throws IOException {
    var reference = Files.readString(Path.of("src/main/resources/reference.conf"));
    for (var design : ExhaustionPolicies.designs()) {
      assertThat(reference).contains("# " + design.name() + ": " + design.words() + ".\n");
    }
  }
}
