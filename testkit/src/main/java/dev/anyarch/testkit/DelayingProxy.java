package dev.anyarch.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server as if it were far away: passes bytes between loopback and a target, each piece later by a fixed time in either
 * direction. Pieces overlap on their way, so it adds latency without taking throughput.
 */
public final class DelayingProxy implements Closeable {
    private static final int PIECE = 64 * 1024;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final long delayNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Bytes on their way. */
    private static final class Piece {
        private final byte[] bytes;
        private final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    private DelayingProxy(ServerSocket listener, InetSocketAddress target, Duration delay) {
        this.listener = listener;
        this.target = target;
        this.delayNanos = delay.toNanos();
    }

    /**
     * Begins to listen.
     *
     * @param delay of each direction: half of the round trip
     */
    public static DelayingProxy start(InetSocketAddress target, Duration delay) throws IOException {
        DelayingProxy proxy = new DelayingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target,
                delay);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /** {@code 127.0.0.1:PORT}. */
    public String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                for (Socket socket : new Socket[]{near, far}) {
                    socket.setTcpNoDelay(true);
                    sockets.add(socket);
                }
                pass(near, far);
                pass(far, near);
            } catch (IOException e) {
                return; // closed, or the target is gone
            }
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Piece> onTheWay = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[PIECE];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    onTheWay.put(new Piece(Arrays.copyOf(buffer, read), System.nanoTime() + delayNanos));
                }
            } catch (IOException e) {
                // the end of the connection, passed on below
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            onTheWay.add(new Piece(new byte[0], 0));
        });
        Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = to.getOutputStream();
                for (Piece piece = onTheWay.take(); piece.bytes.length > 0; piece = onTheWay.take()) {
                    Thread.sleep(Duration.ofNanos(Math.max(0, piece.dueNanos - System.nanoTime())));
                    out.write(piece.bytes);
                }
                to.shutdownOutput();
            } catch (IOException e) {
                // the receiver went away
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : new ArrayList<>(sockets)) {
            socket.close();
        }
    }
}
