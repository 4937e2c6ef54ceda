package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideSumTest {
  private final WideSum sum = new WideSum();

  @Test
  void ofNothingItIsNothing() {
    assertThat(sum.value()).isEqualTo(0L);
  }

  @Test
  void whatFitsIsALong() {
    sum.addProduct(3, Long.MAX_VALUE / 3);
    sum.addProduct(1, 1);
    assertThat(sum.value()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void oneMoreIsStillExact() {
    sum.addProduct(1, Long.MAX_VALUE);
    sum.addProduct(1, 1);
    assertThat(sum.value()).isEqualTo(BigInteger.ONE.shiftLeft(63));
  }

  @Test
  void sumsOfProductsAreThoseOfArithmetic() {
    var random = new Random(1);
    var expected = BigInteger.ZERO;
    for (var i = 0; i < 10_000; i++) {
      var a = random.nextLong() >>> 1;
      var b = random.nextLong() >>> 1;
      sum.addProduct(a, b);
      expected = expected.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
      if (expected.bitLength() > 120) {
        break;
      }
      assertThat(sum.value()).isEqualTo(expected);
    }
  }
}
