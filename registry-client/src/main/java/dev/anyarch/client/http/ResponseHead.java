package dev.anyarch.client.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Status line and header fields of an answer. */
record ResponseHead(boolean keepsAlive, int status, String reason, HttpHeaders headers) {
    static final int MAX_SIZE = 64 * 1024;
    private static final int MAX_FIELDS = 256;

    /** Reads the next final head; informational ones before it are skipped. */
    static ResponseHead read(Connection connection) throws IOException {
        int interim = 0;
        while (true) {
            ResponseHead head = readOne(connection);
            if (head.status >= 200) {
                return head;
            }
            if (head.status == 101 || ++interim > 16) {
                throw new ProtocolException("expected an answer, received status " + head.status);
            }
        }
    }

    private static ResponseHead readOne(Connection connection) throws IOException {
        int budget = MAX_SIZE;
        String statusLine = connection.readLine(budget);
        boolean http11 = statusLine.startsWith("HTTP/1.1 ");
        if (!http11 && !statusLine.startsWith("HTTP/1.0 ") || statusLine.length() < 12) {
            throw new ProtocolException("expected an answer in HTTP/1.1, received '%s'".formatted(printable(
                    statusLine)));
        }
        int status = number(statusLine.substring(9, 12)).map(Long::intValue)
                .orElseThrow(() -> new ProtocolException("expected a status, received '%s'".formatted(printable(
                        statusLine))));
        List<HttpHeaders.Field> fields = new ArrayList<>();
        budget -= statusLine.length();
        for (String line = connection.readLine(budget); !line.isEmpty(); line = connection.readLine(budget)) {
            budget -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t' || line.charAt(colon - 1) == ' ') {
                throw new ProtocolException("expected a header field, received '%s'".formatted(printable(line)));
            }
            if (fields.size() == MAX_FIELDS || budget <= 0) {
                throw new ProtocolException("expected at most %d header fields in %d bytes".formatted(MAX_FIELDS,
                        MAX_SIZE));
            }
            fields.add(new HttpHeaders.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        HttpHeaders headers = new HttpHeaders(fields);
        boolean keepsAlive = http11
                ? !headers.hasToken("Connection", "close")
                : headers.hasToken("Connection", "keep-alive");
        return new ResponseHead(keepsAlive, status, printable(statusLine.substring(12).strip()), headers);
    }

    boolean hasBody(HttpMethod method) {
        return method != HttpMethod.HEAD && status != 204 && status != 304;
    }

    boolean isChunked() throws ProtocolException {
        Optional<String> encoding = headers.first("Transfer-Encoding");
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("chunked")) {
            throw new ProtocolException("transfer encoding '%s' is not known".formatted(printable(encoding.get())));
        }
        return encoding.isPresent();
    }

    /** The announced length; two different ones, or none that is a number, are an attack or a broken server. */
    Optional<Long> contentLength() throws ProtocolException {
        List<String> values = headers.all("Content-Length");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        for (String value : values) {
            if (!value.equals(values.getFirst()) || number(value).isEmpty()) {
                throw new ProtocolException("expected one Content-Length, received '%s'".formatted(printable(String
                        .join(", ", values))));
            }
        }
        return number(values.getFirst());
    }

    private static Optional<Long> number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            number = 10 * number + digit;
        }
        return Optional.of(number);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 120); i++) {
            char c = text.charAt(i);
            printable.append(c < ' ' || c > '~' ? '?' : c);
        }
        return printable.toString();
    }
}
