package dev.anyarch.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Opens connections: direct or through a proxy, plain or secured. Safe for use by several threads. */
final class Dialer {
    private final HttpSettings settings;
    /** Created at the first secured connection, so that plain HTTP loads no class of TLS. */
    private volatile TlsSockets tlsSockets;

    @SuppressWarnings("NullAway.Init")
    Dialer(HttpSettings settings) {
        this.settings = settings;
    }

    Connection dial(Route route) throws IOException {
        String host = route.proxy().map(ProxySettings.Proxy::host).orElse(route.address());
        int port = route.proxy().map(ProxySettings.Proxy::port).orElse(route.port());
        Socket socket = connect(host, port);
        try {
            if (route.secure()) {
                if (route.proxy().isPresent()) {
                    openTunnel(socket, route, route.proxy().get());
                }
                socket = tlsSockets().secure(socket, route, settings);
            }
            socket.setSoTimeout(settings.timeouts().idleMillis());
            return new Connection(route, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Tries every address of the host in turn, as a name often has one of each family and only one answers. */
    private Socket connect(String host, int port) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ConnectException("host %s is not known".formatted(host));
        }
        @Nullable
        IOException failure = null;
        for (InetAddress address : addresses) {
            // The proxies of this client are its settings; the system properties of the runtime are not asked.
            Socket socket = settings.interruptible() ? SocketChannel.open().socket() : new Socket(Proxy.NO_PROXY);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), settings.timeouts().connectMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = new ConnectException("cannot connect to %s:%d: %s".formatted(host, port,
                        e instanceof SocketTimeoutException
                                ? "no answer in " + settings.timeouts().connect().toSeconds() + " s"
                                : e.getMessage()));
            }
        }
        throw failure == null ? new ConnectException("host %s has no address".formatted(host)) : failure;
    }

    private void openTunnel(Socket socket, Route route, ProxySettings.Proxy proxy) throws IOException {
        socket.setSoTimeout(settings.timeouts().connectMillis());
        String authority = route.host() + ":" + route.port();
        String request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n"
                + proxy.authorization().map(value -> "Proxy-Authorization: " + value + "\r\n").orElse("") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        // Unbuffered on purpose: the first byte after the head belongs to the TLS handshake.
        StringBuilder head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new EOFException("proxy %s closed the connection at CONNECT %s".formatted(proxy, authority));
            }
            if (head.length() > ResponseHead.MAX_SIZE) {
                throw new java.net.ProtocolException("proxy %s: head of the answer is too long".formatted(proxy));
            }
            head.append((char) b);
        }
        String statusLine = head.substring(0, head.indexOf("\n")).strip();
        if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12 || statusLine.charAt(9) != '2') {
            throw new ConnectException("proxy %s refused CONNECT %s: %s".formatted(proxy, authority, statusLine));
        }
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        int end = head.length();
        return end >= 2 && head.charAt(end - 1) == '\n'
                && (head.charAt(end - 2) == '\n' || end >= 4 && head.charAt(end - 3) == '\n');
    }

    private TlsSockets tlsSockets() {
        TlsSockets present = tlsSockets;
        if (present == null) {
            synchronized (this) {
                present = tlsSockets;
                if (present == null) {
                    present = new TlsSockets();
                    tlsSockets = present;
                }
            }
        }
        return present;
    }
}
