package swiotlb.cli.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * Serves a page and what it shows to browsers of this machine. All that anybody can change is the
 * pace. It ends with its command, and keeps no thread of it waiting.
 */
final class LiveServer implements AutoCloseable {
  /** More than anybody needs, since who says half of what it wants holds one for a while. */
  private static final int THREADS = 64;

  private static final int BACKLOG = 16;
  private static final long LONGEST_WAIT_MS = 1000;

  /** To describe a first picture takes half a second. */
  private static final long LONGEST_END_MS = 1500;

  /** Of what has been answered. */
  private static final long LONGEST_REST_MS = 100;

  private static final Pattern KNOWN = Pattern.compile("known=([0-9]{1,18})");
  private static final Pattern PER_SECOND = Pattern.compile("per-second=([0-9]{1,7})");

  /** Of whoever opens a connection and says nothing; read when the first server is made. */
  private static final List<String> TIME_LIMITS =
      List.of("sun.net.httpserver.maxReqTime", "sun.net.httpserver.maxRspTime");

  private static final String LONGEST_TALK_SECONDS = "3";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Door door;
  private final LivePage page;
  private final Board board;
  private final @Nullable Pace pace;

  /**
   * From now on.
   *
   * @param port 0: any that is free
   * @param pace what can be changed; null: nothing
   * @throws InputException if the port cannot be had
   */
  LiveServer(int port, LivePage page, Board board, @Nullable Pace pace) {
    TIME_LIMITS.forEach(limit -> System.getProperties().putIfAbsent(limit, LONGEST_TALK_SECONDS));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new InputException(
          "--live " + port, "cannot be had: " + e.getMessage() + "; leave the port out for any");
    }
    this.page = page;
    this.board = board;
    this.pace = pace;
    door = new Door(server.getAddress().getPort());
    threads = Executors.newFixedThreadPool(THREADS, LiveServer::thread);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "live");
    thread.setDaemon(true);
    return thread;
  }

  /** Where a browser finds it. */
  String address() {
    var host = server.getAddress().getAddress().getHostAddress();
    return "http://%s:%d%s"
        .formatted(host.contains(":") ? "[::1]" : host, server.getAddress().getPort(), door.root());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var path = exchange.getRequestURI().getRawPath();
      var answer =
          door.answer(
              new Door.Asked(
                  exchange.getRequestMethod(),
                  path,
                  headers.getOrDefault("Host", List.of()),
                  headers.getOrDefault("Origin", List.of()),
                  headers.getFirst("Sec-Fetch-Site")));
      secure(exchange);
      if (answer != Door.Answer.IN) {
        exchange.sendResponseHeaders(answer.status(), -1);
        return;
      }
      serve(exchange, String.valueOf(door.within(path)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It ends.
    }
  }

  /** No other page shows it, reads it, keeps it, or learns its address. */
  private void secure(HttpExchange exchange) {
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", page.policy());
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
  }

  private void serve(HttpExchange exchange, String what) throws IOException, InterruptedException {
    var query = String.valueOf(exchange.getRequestURI().getRawQuery());
    switch (what) {
      case "" -> send(exchange, "text/html; charset=utf-8", page.bytes());
      case "state" -> {
        var known = number(KNOWN, query);
        var shown = board.newerThan(known, LONGEST_WAIT_MS);
        send(exchange, "application/json", shown.json());
        board.taken(shown);
      }
      default -> exchange.sendResponseHeaders(set(what, query) ? 204 : 400, -1);
    }
  }

  /** Whether that could be done. */
  private boolean set(String what, String query) {
    if (pace == null) {
      return false;
    }
    switch (what) {
      case "pause" -> pace.pause();
      case "go" -> pace.go();
      case "step" -> pace.step();
      default -> {
        var perSecond = number(PER_SECOND, query);
        if (perSecond < 0 || perSecond > Pace.MOST_PER_SECOND) {
          return false;
        }
        pace.speed(perSecond);
      }
    }
    return true;
  }

  /** What a query says; -1 if it does not. */
  private static long number(Pattern pattern, String query) {
    var told = pattern.matcher(query);
    return told.matches() ? Long.parseLong(told.group(1)) : -1;
  }

  private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    try (var body = exchange.getResponseBody()) { // Sent when it is closed, not before.
      body.write(bytes);
    }
  }

  /** A page that is there gets the last picture, if it takes it at once. */
  @Override
  public void close() {
    board.end();
    try {
      board.awaitTaken(LONGEST_END_MS);
      threads.shutdown();
      threads.awaitTermination(LONGEST_REST_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    server.stop(0);
  }
}
