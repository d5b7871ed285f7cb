package dev.anyarch.operations.inspect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Lays out a JSON document as Go's {@code json.Indent} does: white space is new, everything else is the document's own
 * bytes, so that numbers and escapes stay as their author wrote them.
 */
final class GoIndent {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] document;
    private final byte[] indent;
    private final boolean escapeHtml;
    private int depth;
    private boolean openedJustNow;

    private GoIndent(byte[] document, String indent, boolean escapeHtml) {
        this.document = document;
        this.indent = indent.getBytes(StandardCharsets.US_ASCII);
        this.escapeHtml = escapeHtml;
    }

    /**
     * Lays out a document that is known to be well formed.
     *
     * @param escapeHtml whether {@code < > &} and U+2028/9 become escapes, as they do in what Go marshals
     */
    static byte[] indent(byte[] document, String indent, boolean escapeHtml) {
        GoIndent layout = new GoIndent(document, indent, escapeHtml);
        layout.run();
        return layout.out.toByteArray();
    }

    private void run() {
        int at = 0;
        while (at < document.length) {
            at = document[at] == '"' ? string(at) : structure(at);
        }
    }

    /** Copies a string with its quotes; answers the position after it. */
    private int string(int start) {
        beforeValue();
        out.write('"');
        int at = start + 1;
        while (document[at] != '"') {
            if (document[at] == '\\') {
                out.write('\\');
                out.write(document[at + 1]);
                at += 2;
            } else if (escapeHtml && (document[at] == '<' || document[at] == '>' || document[at] == '&')) {
                out.writeBytes(escape(document[at]));
                at++;
            } else if (escapeHtml && isLineSeparator(at)) {
                out.writeBytes(escape(0x2000 | (document[at + 2] & 0x2f)));
                at += 3;
            } else {
                out.write(document[at++]);
            }
        }
        out.write('"');
        return at + 1;
    }

    /** U+2028 and U+2029 in UTF-8: line ends to JavaScript, though not to JSON. */
    private boolean isLineSeparator(int at) {
        return document[at] == (byte) 0xe2 && document[at + 1] == (byte) 0x80
                && (document[at + 2] & 0xfe) == 0xa8;
    }

    private static byte[] escape(int c) {
        return ("\\u" + HexFormat.of().toHexDigits((char) c)).getBytes(StandardCharsets.US_ASCII);
    }

    private int structure(int at) {
        byte c = document[at];
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
            }
            case '{', '[' -> {
                beforeValue();
                out.write(c);
                depth++;
                openedJustNow = true;
            }
            case '}', ']' -> {
                depth--;
                if (!openedJustNow) {
                    newLine();
                }
                openedJustNow = false;
                out.write(c);
            }
            case ',' -> {
                out.write(c);
                newLine();
            }
            case ':' -> {
                out.write(c);
                out.write(' ');
            }
            default -> {
                beforeValue();
                out.write(c);
            }
        }
        return at + 1;
    }

    /** The first value after an opening bracket begins a line; an empty object or array stays on one. */
    private void beforeValue() {
        if (openedJustNow) {
            openedJustNow = false;
            newLine();
        }
    }

    private void newLine() {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            out.writeBytes(indent);
        }
    }
}
