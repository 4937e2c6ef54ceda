package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnginesTest {
  private static Config numbered(long number) {
    return ConfigFactory.parseMap(Map.of(Engines.KEY, number));
  }

  @Test
  void anEngineIsFoundByItsNumber() {
    var number = Engines.register("engine");
    assertThat(Engines.of(numbered(number), String.class)).isEqualTo("engine");
    Engines.remove(number);
  }

  @Test
  void anEngineOfAnotherModeIsRefused() {
    var number = Engines.register("engine");
    assertThatThrownBy(() -> Engines.of(numbered(number), VirtualTime.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VirtualTime");
    Engines.remove(number);
  }

  @Test
  void anEngineThatWasRemovedIsFoundNoMore() {
    var number = Engines.register("engine");
    Engines.remove(number);
    assertThatThrownBy(() -> Engines.of(numbered(number), String.class))
        .isInstanceOf(IllegalStateException.class);
  }
}
