package swiotlb.study.cluster;

import akka.pki.pem.DERPrivateKeyLoader;
import akka.pki.pem.PEMDecoder;
import akka.pki.pem.PEMLoadingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import swiotlb.input.InputException;

/**
 * What a process shows to others, and asks of them: a key, its certificate, and the authority that
 * signed it, in PEM. All machines of a cluster have the same folder. The key of the authority is
 * thrown away, so that nobody can sign another.
 */
public record TlsKeys(Path key, Path certificate, Path authority) {
  private static final String ALIAS = "node";
  private static final String AUTHORITY = "authority";
  private static final int DAYS = 3650;
  private static final long LONGEST_SECONDS = 60;

  /**
   * Those in a folder.
   *
   * @throws InputException if they are not there, or cannot be used
   */
  public static TlsKeys in(Path folder) {
    var keys = at(folder);
    for (var file : List.of(keys.key, keys.certificate, keys.authority)) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new InputException(
            file.toString(), "is not there; make the keys with 'node keys " + folder + "'");
      }
    }
    requireUsable(folder, keys);
    return keys;
  }

  /** Else nobody would come, and nobody would say why. */
  private static void requireUsable(Path folder, TlsKeys keys) {
    try {
      var own = certificate(keys.certificate);
      own.checkValidity();
      own.verify(certificate(keys.authority).getPublicKey());
      DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(keys.key)));
    } catch (IOException | GeneralSecurityException | PEMLoadingException e) {
      throw new InputException(
          folder.toString(),
          "has keys that cannot be used: "
              + e.getMessage()
              + "; make others with 'node keys DIR', and copy them to each machine");
    }
  }

  private static X509Certificate certificate(Path file) throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static TlsKeys at(Path folder) {
    return new TlsKeys(
        folder.resolve("node.key"), folder.resolve("node.crt"), folder.resolve("authority.crt"));
  }

  /**
   * Makes them, with the Java runtime's own tool.
   *
   * @param folder that is made, if it is not there
   * @throws InputException if there are some already, or they cannot be written
   */
  public static TlsKeys make(Path folder) {
    var keys = at(folder);
    for (var file : List.of(keys.key, keys.certificate, keys.authority)) {
      if (Files.exists(file)) {
        throw new InputException(
            file.toString(), "is there already; name a folder without keys, or delete it");
      }
    }
    try {
      Files.createDirectories(folder);
      var store = Files.createTempFile(folder, "keys", ".p12");
      try {
        Files.delete(store);
        write(keys, store);
      } finally {
        Files.deleteIfExists(store);
      }
    } catch (IOException e) {
      throw new InputException(
          folder.toString(), "cannot be written: " + e.getMessage() + "; name another folder");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keys were made", e);
    }
    return keys;
  }

  private static void write(TlsKeys keys, Path store) throws IOException, InterruptedException {
    var random = new byte[16];
    new SecureRandom().nextBytes(random);
    var password = HexFormat.of().formatHex(random);
    generate(store, password, AUTHORITY, "CN=swiotlb-sim authority", "-ext", "bc:c");
    generate(
        store,
        password,
        ALIAS,
        "CN=swiotlb-sim node",
        "-signer",
        AUTHORITY,
        "-ext",
        "san=dns:swiotlb-sim-node",
        "-ext",
        "eku=serverAuth,clientAuth");
    try (var in = Files.newInputStream(store)) {
      var made = KeyStore.getInstance("PKCS12");
      made.load(in, password.toCharArray());
      var key = made.getKey(ALIAS, password.toCharArray()).getEncoded();
      writeSecret(keys.key, pem("PRIVATE KEY", key));
      Files.writeString(
          keys.certificate, pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
      Files.writeString(
          keys.authority, pem("CERTIFICATE", made.getCertificate(AUTHORITY).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keys cannot be read that were just made", e);
    }
  }

  private static void generate(
      Path store, String password, String alias, String name, String... more)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "3072",
                "-validity",
                Integer.toString(DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "SWIOTLB_STORE",
                "-alias",
                alias,
                "-dname",
                name));
    Stream.of(more).forEach(command::add);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SWIOTLB_STORE", password);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool says: " + said.strip());
    }
  }

  private static void writeSecret(Path file, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        isPosix ? Files.newByteChannel(file, options, mine) : Files.newByteChannel(file, options)) {
      channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String pem(String what, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what);
  }
}
