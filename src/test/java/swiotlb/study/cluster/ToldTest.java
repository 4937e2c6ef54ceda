package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.DisabledJavaSerializer;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.architecture.Protocols;

/** What processes tell one another, as bytes and back; and what they do not read. */
class ToldTest {
  private static final ActorSystem<Object> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(),
          ClusterSettings.NAME,
          new ClusterSettings(Endpoint.LOOPBACK, Optional.empty()).config("node"));
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final Serialization SERIALIZATION =
      SerializationExtension.get(SYSTEM.classicSystem());

  /** Harmless, and nobody has permitted it. */
  record NotPermitted(String text) {}

  /** What Java itself would write. */
  record ByJava(String text) implements Serializable {}

  private static <M> ActorRef<M> somebody() {
    return SYSTEM.systemActorOf(
        Behaviors.<M>empty(), "somebody-" + System.nanoTime(), akka.actor.typed.Props.empty());
  }

  static List<Told> told() {
    var bytes = new byte[] {0, 1, -1, 127, -128};
    return List.of(
        new Chunk(7, new ArrayList<>(List.of("a \"quoted\"\ntext", "", "größer \ud83d\ude00"))),
        new Coordinator.Hello("1.0", "digest", "box", 3, somebody()),
        new Coordinator.Fetch(2, somebody()),
        new Coordinator.Ping(somebody()),
        new Coordinator.ResultPart(
            1L << 40, 1, 2, new Spent(3, Long.MAX_VALUE, 5), "box", bytes, somebody()),
        new NodeSession.Welcome("kind", "{\"a\":1}", 3, 12345),
        new NodeSession.Refused("why"),
        new NodeSession.JobPart(2, bytes),
        new NodeSession.Pong(),
        new NodeSession.Farewell(),
        new Worker.Taken(Long.MIN_VALUE, 3));
  }

  @AfterAll
  static void shutDown() {
    SYSTEM.terminate();
    SYSTEM.getWhenTerminated().toCompletableFuture().join();
  }

  private static SerializerWithStringManifest cbor() throws NotSerializableException {
    return (SerializerWithStringManifest) SERIALIZATION.serializerFor(NodeSession.Pong.class);
  }

  private static Object read(String manifest, byte[] bytes) throws NotSerializableException {
    return SERIALIZATION.deserialize(bytes, cbor().identifier(), manifest).get();
  }

  @Test
  void noneIsMissingHere() {
    assertThat(told().stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(
            Protocols.messages(Told.class).<Class<?>>map(type -> type).toList());
  }

  @ParameterizedTest
  @MethodSource("told")
  void whatIsToldIsHeard(Told message) throws NotSerializableException {
    var serializer = (SerializerWithStringManifest) SERIALIZATION.findSerializerFor(message);
    assertThat(serializer.getClass().getSimpleName()).isEqualTo("JacksonCborSerializer");
    var bytes = SERIALIZATION.serialize(message).get();
    var heard = read(serializer.manifest(message), bytes);
    assertThat(heard).hasSameClassAs(message).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("told")
  void fieldsAreOfTypesOfJava(Told message) throws Exception {
    var heard = read(cbor().manifest(message), SERIALIZATION.serialize(message).get());
    for (var component : heard.getClass().getRecordComponents()) {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      assertThat(accessor.invoke(heard).getClass().getName())
          .as(component.getName())
          .doesNotStartWith("scala");
      assertThat(component.getType()).isNotIn(Object.class, Serializable.class);
    }
  }

  @ParameterizedTest
  @MethodSource("told")
  void whatLacksAnythingIsNotRead(Told message) throws IOException {
    var manifest = cbor().manifest(message);
    var whole = (ObjectNode) CBOR.readTree(SERIALIZATION.serialize(message).get());
    for (var component : message.getClass().getRecordComponents()) {
      var lacking = CBOR.writeValueAsBytes(whole.deepCopy().without(component.getName()));
      var empty = CBOR.writeValueAsBytes(whole.deepCopy().putNull(component.getName()));
      for (var bytes : List.of(lacking, empty)) {
        assertThatThrownBy(() -> read(manifest, bytes))
            .as(component.getName())
            .isInstanceOf(Exception.class);
      }
    }
    assertThat(read(manifest, CBOR.writeValueAsBytes(whole))).hasSameClassAs(message);
  }

  @Test
  void listsAreThoseOfJava() throws NotSerializableException {
    var chunk = told().get(0);
    var heard = (Chunk) read(cbor().manifest(chunk), SERIALIZATION.serialize(chunk).get());
    assertThat(heard.texts().getClass().getName()).startsWith("java.util.");
    assertThat(heard.texts()).hasOnlyElementsOfType(String.class);
  }

  /** With what delivery and the frame of the network add. */
  private static final int MOST_BYTES = (256 - 16) << 10;

  static Stream<Told> largest() {
    var bytes = new byte[Limits.PART_BYTES];
    java.util.Arrays.fill(bytes, (byte) -1);
    var text = "\uffff".repeat(Limits.CHUNK_CHARS);
    return Stream.of(
        new Coordinator.ResultPart(
            Long.MAX_VALUE,
            1,
            2,
            new Spent(1, Long.MAX_VALUE, Long.MAX_VALUE),
            "x".repeat(100),
            bytes,
            somebody()),
        new NodeSession.JobPart(Integer.MAX_VALUE, bytes),
        new Chunk(Long.MAX_VALUE, List.of(text)),
        new NodeSession.Welcome("kind", text, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("largest")
  void theLargestFitsIntoAFrame(Told message) {
    assertThat(SERIALIZATION.serialize(message).get().length).isLessThan(MOST_BYTES);
  }

  @Test
  void whatIsNotToldIsNotWritten() throws NotSerializableException {
    var other = new NotPermitted("a");
    assertThatThrownBy(() -> SERIALIZATION.findSerializerFor(other))
        .isInstanceOf(NotSerializableException.class);
    var cbor = cbor();
    assertThatThrownBy(() -> cbor.manifest(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNotToldIsNotRead() throws NotSerializableException {
    var pong = SERIALIZATION.serialize(new NodeSession.Refused("a")).get();
    assertThat(read(NodeSession.Refused.class.getName(), pong)).isNotNull();
    for (var other :
        List.of(NotPermitted.class, String.class, ProcessBuilder.class, Object.class)) {
      assertThatThrownBy(() -> read(other.getName(), pong))
          .as(other.getName())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bytesThatAreNoneOfItAreNotRead() {
    var manifest = NodeSession.Refused.class.getName();
    for (var bytes :
        List.of(new byte[] {(byte) 0xff, 1, 2}, "GET / HTTP".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> read(manifest, bytes)).isInstanceOf(Exception.class);
    }
  }

  @Test
  void javaSerializationIsOff() throws NotSerializableException {
    var written = new ByJava("a");
    assertThat(SERIALIZATION.findSerializerFor(written)).isInstanceOf(DisabledJavaSerializer.class);
    assertThatThrownBy(() -> SERIALIZATION.serialize(written).get())
        .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
    var bytes = new java.io.ByteArrayOutputStream();
    try (var out = new java.io.ObjectOutputStream(bytes)) {
      out.writeObject(written);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThatThrownBy(() -> SERIALIZATION.deserialize(bytes.toByteArray(), ByJava.class).get())
        .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
  }
}
