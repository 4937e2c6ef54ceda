package swiotlb.trace.show.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swiotlb.trace.life.Protocols;

class FieldTextTest {
  @Test
  void namesThatAreTreatedApartAreFieldsOfMessages() {
    assertThat(FieldText.NAMES_TREATED_APART).isSubsetOf(Protocols.fieldNames());
  }

  @Test
  void aNameThatNoMessageHasIsFound() {
    assertThat(Protocols.fieldNames()).contains("originalAddress").doesNotContain("orignalAddress");
  }
}
