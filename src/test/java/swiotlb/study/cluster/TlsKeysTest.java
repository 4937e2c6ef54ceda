package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.input.InputException;

/** Keys of a cluster. */
class TlsKeysTest {
  @TempDir Path folder;

  private static X509Certificate certificate(Path file) throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void theyAreMadeOnceAndOnlyTheirOwnerReadsTheKey() throws Exception {
    var made = TlsKeys.make(folder.resolve("new/keys"));
    assertThat(made).isEqualTo(TlsKeys.in(folder.resolve("new/keys")));
    try (var files = Files.list(folder.resolve("new/keys"))) {
      assertThat(files).containsExactlyInAnyOrder(made.key(), made.certificate(), made.authority());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
        .isEqualTo("rw-------");
    assertThat(made.key()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");

    var authority = certificate(made.authority());
    var node = certificate(made.certificate());
    node.verify(authority.getPublicKey());
    node.checkValidity();
    assertThat(authority.getBasicConstraints()).isNotNegative();
    assertThat(node.getBasicConstraints()).isNegative();
    assertThat(node.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    var before = Files.readString(made.key());
    assertThatThrownBy(() -> TlsKeys.make(folder.resolve("new/keys")))
        .isInstanceOf(InputException.class)
        .hasMessage(made.key() + ": is there already; name a folder without keys, or delete it");
    assertThat(made.key()).hasContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node.key", "node.crt", "authority.crt"})
  void noneOfThemIsOverwritten(String name) throws IOException {
    Files.writeString(folder.resolve(name), "mine");
    assertThatThrownBy(() -> TlsKeys.make(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is there already");
    assertThat(folder.resolve(name)).hasContent("mine");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whereTheyAreNotIsToldHowTheyAreMade() throws IOException {
    for (var name : List.of("node.key", "node.crt", "authority.crt")) {
      assertThatThrownBy(() -> TlsKeys.in(folder))
          .isInstanceOf(InputException.class)
          .hasMessage(
              folder.resolve(name)
                  + ": is not there; make the keys with 'node keys "
                  + folder
                  + "'");
      Files.writeString(folder.resolve(name), "");
    }
    assertThatThrownBy(() -> TlsKeys.in(folder)).hasMessageContaining("cannot be used");
  }

  @Test
  void aFolderThatCannotBeMadeIsTold() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> TlsKeys.make(file.resolve("keys")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void keysThatCannotBeUsedAreTold() throws IOException {
    var good = TlsKeys.make(folder.resolve("good"));
    var other = TlsKeys.make(folder.resolve("other"));
    Files.copy(other.authority(), good.authority(), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> TlsKeys.in(folder.resolve("good")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("good") + ": has keys that cannot be used: ");
    Files.writeString(other.key(), "-----BEGIN NOTHING-----\n");
    assertThatThrownBy(() -> TlsKeys.in(folder.resolve("other")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("other") + ": has keys that cannot be used: ");
  }
}
