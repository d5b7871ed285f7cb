package example;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Answers which processor it is executed by; with the argument {@code once}, asks itself and ends. */
public final class Service {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean once = arguments.length > 0 && arguments[0].equals("once");
        HttpServer server = HttpServer.create(new InetSocketAddress(once ? 0 : 8080), 0);
        server.createContext("/", exchange -> {
            byte[] answer = (System.getProperty("os.arch") + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        if (once) {
            URI own = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            System.out.print(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(own).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
            server.stop(0);
        }
    }
}
