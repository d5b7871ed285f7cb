package dev.anyarch.store.daemon;

import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Bytes to and from an engine. For one thread, which an interrupt frees on a socket of this machine. */
record EngineConnection(InputStream in, OutputStream out, Closeable socket) implements Closeable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    static EngineConnection open(EngineEndpoint endpoint, EngineSecurity security) throws IOException {
        return switch (endpoint) {
            case EngineEndpoint.Unix(Path socket) -> open(socket);
            case EngineEndpoint.Tcp tcp -> open(tcp, security);
        };
    }

    private static EngineConnection open(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            connected = true;
            return new EngineConnection(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException e) {
            throw new NoEngineException(("no container engine at unix://%s: %s; start it, or say where it is with "
                    + "DOCKER_HOST or 'docker context use'").formatted(path, explain(path, e)), e);
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static String explain(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Permission denied")) {
            return "%s may not use it (permission denied), which its group may: 'ls -l %s' says which"
                    .formatted(System.getProperty("user.name"), path);
        }
        if (!Files.exists(path)) {
            return "no such socket";
        }
        return message.contains("refused") ? "nobody listens there (connection refused)" : message;
    }

    private static EngineConnection open(EngineEndpoint.Tcp tcp, EngineSecurity security) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(tcp.host(), tcp.port()), Math.toIntExact(CONNECT_LIMIT.toMillis()));
            Socket used = tcp.tls().isPresent() ? secure(socket, tcp, tcp.tls().get(), security) : socket;
            connected = true;
            return new EngineConnection(used.getInputStream(), used.getOutputStream(), used);
        } catch (IOException | RuntimeException e) {
            throw new UnavailableException(
                    "connect to the container engine at %s: %s; DOCKER_HOST says where it is".formatted(
                            tcp, explain(tcp, e)),
                    e);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private static String explain(EngineEndpoint.Tcp tcp, Exception e) {
        return switch (e) {
            case SocketTimeoutException _ -> "no answer in %d s".formatted(CONNECT_LIMIT.toSeconds());
            case ConnectException _ -> "nobody listens there (%s)".formatted(e.getMessage());
            case java.net.UnknownHostException _ -> "host %s is not known".formatted(tcp.host());
            case java.nio.channels.UnresolvedAddressException _ -> "host %s is not known".formatted(tcp.host());
            default -> String.valueOf(e.getMessage());
        };
    }

    private static Socket secure(Socket socket, EngineEndpoint.Tcp tcp, EngineTls tls, EngineSecurity security)
            throws IOException {
        SSLSocket secured = (SSLSocket) security.factory(tls).createSocket(socket, tcp.host(), tcp.port(), true);
        if (tls.verify()) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
