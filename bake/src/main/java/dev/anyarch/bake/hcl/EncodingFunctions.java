package dev.anyarch.bake.hcl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Functions from one way of writing something down to another. */
final class EncodingFunctions {
    private EncodingFunctions() {}

    static void addTo(Map<String, Function> all) {
        all.put("base64encode", one(text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
        all.put("base64decode", one(text -> new String(Base64.getDecoder().decode(text.strip()), UTF_8)));
        all.put("urlencode", one(text -> URLEncoder.encode(text, UTF_8).replace("*", "%2A").replace("%7E", "~")));
        all.put("md5", one(text -> Digests.of("MD5", text)));
        all.put("sha1", one(text -> Digests.of("SHA-1", text)));
        all.put("sha256", one(text -> Digests.of("SHA-256", text)));
        all.put("sha512", one(text -> Digests.of("SHA-512", text)));
        all.put("jsonencode", Function.of(1, 1, arguments -> Value.of(JsonValues.write(arguments.getFirst()))));
        all.put("jsondecode",
                Function.of(1, 1, arguments -> JsonValues.parse(Conversion.text(arguments.getFirst()))));
        all.put("csvdecode", Function.of(1, 1, arguments -> csv(Conversion.text(arguments.getFirst()))));
        all.put("byteslen", Function.of(1, 1,
                arguments -> Value.of(Conversion.text(arguments.getFirst()).getBytes(UTF_8).length)));
        all.put("uuidv5", Function.of(2, 2, arguments -> Value.of(uuid(Conversion.text(arguments.getFirst()),
                Conversion.text(arguments.getLast())))));
    }

    private static Function one(UnaryOperator<String> operator) {
        return Function.of(1, 1, arguments -> Value.of(operator.apply(Conversion.text(arguments.getFirst()))));
    }

    private static Value csv(String text) {
        List<List<String>> rows = text.lines().filter(line -> !line.isBlank()).map(CommaSeparated::split).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("expected a line with the names of the columns, found nothing");
        }
        List<Value> values = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != rows.getFirst().size()) {
                throw new IllegalArgumentException("expected %d columns, found %d".formatted(rows.getFirst().size(),
                        row.size()));
            }
            TreeMap<String, Value> members = new TreeMap<>();
            for (int i = 0; i < row.size(); i++) {
                members.put(rows.getFirst().get(i), Value.of(row.get(i)));
            }
            values.add(new Value.Members(members));
        }
        return new Value.Items(values);
    }

    /** RFC 9562, version 5; a name space may have the name that the RFC gives it. */
    private static String uuid(String namespace, String name) {
        UUID space = UUID.fromString(switch (namespace) {
            case "dns" -> "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
            case "url" -> "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
            case "oid" -> "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
            case "x500" -> "6ba7b814-9dad-11d1-80b4-00c04fd430c8";
            default -> namespace;
        });
        byte[] prefix = ByteBuffer.allocate(16)
                .putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits())
                .array();
        byte[] digest = Arrays.copyOf(Digests.digest("SHA-1", prefix, name.getBytes(UTF_8)), 16);
        digest[6] = (byte) (digest[6] & 0x0f | 0x50);
        digest[8] = (byte) (digest[8] & 0x3f | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(digest);
        return new UUID(bits.getLong(), bits.getLong()).toString();
    }
}
