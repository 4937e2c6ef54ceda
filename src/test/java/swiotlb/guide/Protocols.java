package swiotlb.guide;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that lists what actors can be told and what they answer, made of their sealed
 * interfaces: which messages there are say the classes, what each means and carries say the
 * sources.
 */
final class Protocols {
  private static final Pattern TOLD = Pattern.compile("ActorRef<([A-Za-z.]+)>");

  /**
   * The messages of one sealed interface, or those that belong to none.
   *
   * @param name of the interface within its actor; empty if the messages belong to none
   * @param foreign further sealed interfaces all of whose messages belong here
   */
  record Protocol(String name, List<Class<?>> messages, List<Class<?>> foreign) {}

  /** An actor, or another owner of protocols. */
  record Owner(Class<?> type, List<Protocol> protocols) {}

  private final Sources sources;
  private final List<Owner> owners;

  private Protocols(Sources sources, List<Owner> owners) {
    this.sources = sources;
    this.owners = owners;
  }

  /** Of all actors whose sources are there and whose classes can be loaded. */
  static Protocols of(Sources sources) {
    var owners =
        sources.declarations().entrySet().stream()
            .filter(entry -> entry.getValue().usesAkka() && !entry.getKey().contains("$"))
            .map(entry -> owner(load(entry.getKey()), sources))
            .filter(owner -> !owner.protocols.isEmpty())
            .toList();
    return new Protocols(sources, owners);
  }

  /** All owners of protocols, by file. */
  List<Owner> owners() {
    return owners;
  }

  /** Messages that others can send but whose sources do not say what they mean, with the place. */
  List<String> unexplained() {
    return owners.stream()
        .flatMap(owner -> owner.protocols.stream())
        .flatMap(protocol -> protocol.messages.stream())
        .filter(message -> !isInternal(message) && sentence(message).isEmpty())
        .map(
            message ->
                sources.of(message).map(Sources.Declaration::place).orElse("somewhere")
                    + ": "
                    + name(message)
                    + " has no Javadoc; say in a sentence what it means")
        .toList();
  }

  /** The page. */
  String page() {
    var page = new StringBuilder(4096);
    page.append(
        """
        # What actors tell each other

        Made of the sealed interfaces of the actors: every message with what its Javadoc says and what it
        carries. A message that an actor does not handle fails a test. In a trace a message has the name
        that is used here, with its owner: `Area.MapRequest`.

        """);
    for (var owner : owners) {
      page.append("## ").append(name(owner.type)).append("\n\n");
      page.append(sentence(owner.type)).append(" Package `");
      page.append(owner.type.getPackageName()).append("`.\n\n");
      for (var protocol : owner.protocols) {
        append(protocol, owner, page);
      }
    }
    return page.toString();
  }

  private void append(Protocol protocol, Owner owner, StringBuilder page) {
    page.append("**").append(title(protocol, owner)).append("**\n\n");
    var shown = protocol.messages.stream().filter(message -> !isInternal(message)).toList();
    if (!shown.isEmpty()) {
      page.append(Markdown.head("message", "means", "carries"));
      for (var message : shown) {
        page.append(
            Markdown.row(
                List.of(
                    Markdown.code(message.getSimpleName()), sentence(message), carried(message))));
      }
      page.append('\n');
    }
    if (!protocol.foreign.isEmpty()) {
      page.append("Also all of ");
      page.append(
          protocol.foreign.stream().map(Protocols::coded).collect(Collectors.joining(", ")));
      page.append(".\n\n");
    }
    var internal = protocol.messages.stream().filter(Protocols::isInternal).toList();
    if (!internal.isEmpty()) {
      page.append("To itself: ");
      page.append(internal.stream().map(this::briefly).collect(Collectors.joining("; ")));
      page.append(".\n\n");
    }
  }

  private String title(Protocol protocol, Owner owner) {
    if (protocol.name.isEmpty()) {
      return "Told to whoever asked for it";
    }
    var said = sources.declarations().get(owner.type.getName() + "$" + protocol.name).sentence();
    return Markdown.code(protocol.name) + (said.isEmpty() ? "" : ": " + said);
  }

  private String carried(Class<?> message) {
    var declaration = sources.of(message).orElseThrow();
    return declaration.components().entrySet().stream()
        .map(
            component -> {
              var said = declaration.parts().getOrDefault(component.getKey(), "");
              return Markdown.code(component.getValue() + " " + component.getKey())
                  + (said.isEmpty() ? "" : " " + said);
            })
        .collect(Collectors.joining("<br/>"));
  }

  private String briefly(Class<?> message) {
    var carried =
        sources.of(message).orElseThrow().components().entrySet().stream()
            .map(component -> component.getValue() + " " + component.getKey())
            .collect(Collectors.joining(", "));
    var said = sentence(message);
    return Markdown.code(message.getSimpleName() + "(" + carried + ")")
        + (said.isEmpty() ? "" : " – " + said.replaceFirst("\\.$", ""));
  }

  private String sentence(Class<?> type) {
    return sources.of(type).map(Sources.Declaration::sentence).orElse("");
  }

  private static Owner owner(Class<?> type, Sources sources) {
    var protocols = new ArrayList<Protocol>();
    var nested = inSourceOrder(type, sources);
    nested.stream()
        .filter(inner -> inner.isInterface() && inner.isSealed())
        .map(Protocols::protocol)
        .forEach(protocols::add);
    if (!protocols.isEmpty()) {
      var answers = answers(nested, sources);
      if (!answers.isEmpty()) {
        protocols.add(new Protocol("", answers, List.of()));
      }
    }
    return new Owner(type, protocols);
  }

  private static Protocol protocol(Class<?> sealed) {
    var permitted = Arrays.asList(sealed.getPermittedSubclasses());
    return new Protocol(
        sealed.getSimpleName(),
        permitted.stream().filter(type -> !type.isSealed()).toList(),
        permitted.stream().filter(Class::isSealed).toList());
  }

  /** Records of no protocol that a reference in a message of the same owner says are told. */
  private static List<Class<?>> answers(List<Class<?>> nested, Sources sources) {
    var told =
        nested.stream()
            .flatMap(type -> sources.of(type).stream())
            .flatMap(declaration -> declaration.components().values().stream())
            .flatMap(type -> TOLD.matcher(type).results().map(found -> found.group(1)))
            .collect(Collectors.toSet());
    return nested.stream()
        .filter(type -> type.isRecord() && told.contains(type.getSimpleName()))
        .filter(type -> Stream.of(type.getInterfaces()).noneMatch(Class::isSealed))
        .toList();
  }

  private static List<Class<?>> inSourceOrder(Class<?> type, Sources sources) {
    var byName =
        Arrays.stream(type.getDeclaredClasses())
            .collect(Collectors.<Class<?>, String, Class<?>>toMap(Class::getName, inner -> inner));
    return sources.declarations().keySet().stream()
        .filter(byName::containsKey)
        .<Class<?>>map(byName::get)
        .toList();
  }

  /** What an actor tells itself: a timer, an answer in the words of another protocol. */
  private static boolean isInternal(Class<?> message) {
    return Modifier.isPrivate(message.getModifiers());
  }

  private static String coded(Class<?> type) {
    return Markdown.code(name(type));
  }

  /** With the owner, as in a trace. */
  static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
  }

  private static Class<?> load(String binaryName) {
    try {
      return Class.forName(binaryName, false, Protocols.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          binaryName + " has a source but no class; compile first: mvn -B test-compile", e);
    }
  }
}
