package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.input.ScenarioException;

/** A design in a jar outside: its class, its line, and the defaults of its settings. */
class DesignJarTest {
  private static final String SOURCE =
      """
      package there;

      import swiotlb.kernel.policy.Design;
      import swiotlb.kernel.policy.GrowthPolicy;
      import swiotlb.kernel.policy.Kind;
      import swiotlb.kernel.policy.PolicySettings;

      public final class Halves implements Design {
        @Override public Kind<GrowthPolicy> kind() { return Kind.GROWTH; }
        @Override public String name() { return "NAME"; }
        @Override public String words() { return "pools of a part of the default pool"; }
        @Override public String discussed() { return "nowhere"; }
        @Override public GrowthPolicy make(PolicySettings settings) {
          int part = settings.integer("part", 1, 64);
          return (defaultSlots, presentSlots) -> defaultSlots / part;
        }
      }
      """;
  private static final String SCENARIO =
      "kernel = \"swiotlb=4096,force\", design.growth = halves, devices.d { jobs.j { count = 1 } }";
  private static final String DEFAULTS = "swiotlb.scenario.design.halves.part = 2";

  @TempDir private Path folder;

  private Path jar(String name, String reference) throws IOException {
    var source = folder.resolve("there/Halves.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, SOURCE.replace("NAME", name));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var arguments =
        List.of(
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    var jar = folder.resolve(name + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      write(out, "there/Halves.class", Files.readAllBytes(folder.resolve("there/Halves.class")));
      write(
          out,
          "META-INF/services/swiotlb.kernel.policy.Design",
          "there.Halves\n".getBytes(StandardCharsets.UTF_8));
      write(out, "reference.conf", reference.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static Scenario readWith(Path jar, Map<String, String> overrides) throws IOException {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return new ScenarioReader().read("outside", SCENARIO, overrides);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void isChosenByItsName() throws IOException {
    var scenario = readWith(jar("halves", DEFAULTS), Map.of());
    assertThat(scenario.designs().growth().wishSlots(4096, 0)).isEqualTo(2048);
    assertThat(scenario.unlikeKernel())
        .containsExactly("growth halves: pools of a part of the default pool");
  }

  @Test
  void hasSettingsOfItsOwn() throws IOException {
    var scenario = readWith(jar("halves", DEFAULTS), Map.of("design.halves.part", "4"));
    assertThat(scenario.designs().growth().wishSlots(4096, 0)).isEqualTo(1024);
  }

  @Test
  void isToldWhatItLacksWithoutDefaults() throws IOException {
    var jar = jar("halves", "");
    assertThatThrownBy(() -> readWith(jar, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("reference.conf of the jar of this design");
  }

  @Test
  void mayNotTakeANameThatThereIs() throws IOException {
    var jar = jar("capped", DEFAULTS);
    assertThatThrownBy(() -> readWith(jar, Map.of()))
        .hasMessageContaining("two designs are named capped");
  }

  @Test
  void isNotThereWithoutItsJar() {
    assertThatThrownBy(() -> new ScenarioReader().read("inside", SCENARIO, Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("it can be anywhere");
  }
}
