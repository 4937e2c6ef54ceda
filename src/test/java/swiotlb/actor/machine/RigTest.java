package swiotlb.actor.machine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** A machine that cannot be made is no machine. */
class RigTest {
  private static final RigSettings.Restricted RESTRICTED =
      new RigSettings.Restricted("own", 1, new PoolGeometry(1L << 30, 128, 1));

  @Test
  void actorsThatCannotBeMadeAreAFault() {
    assertThatThrownBy(() -> new Rig(machine(RESTRICTED, RESTRICTED), memory(), null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the actors of the machine could not be made")
        .cause()
        .hasMessageContaining("not unique");
  }

  private static PlentifulMemory memory() {
    return new PlentifulMemory(Zone.DMA_LIMIT, 1L << 32, List.of());
  }

  private static RigSettings machine(RigSettings.Restricted... restricted) {
    return new RigSettings(
        Optional.empty(),
        false,
        false,
        128,
        1,
        Zone.DMA32_LIMIT,
        Slots.MAX_PAGE_ORDER,
        Zone.DMA_LIMIT,
        true,
        List.of(restricted),
        List.of());
  }
}
