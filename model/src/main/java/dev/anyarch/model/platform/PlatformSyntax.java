package dev.anyarch.model.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text forms of a platform. Read are {@code os[(version+feature…)]/arch[/variant]} (containerd),
 * {@code os/arch[/variant][:version]} (crane, oras) and {@code os/arch[/variant][,osver=version]} (regctl), each also with
 * {@code +feature} at the end; a known architecture alone is one of Linux. Written is the first form.
 */
final class PlatformSyntax {
    /** What an architecture alone is for: Docker's users write {@code --platform arm64}. */
    private static final String DEFAULT_OS = "linux";
    private static final String OS_VERSION = ",osver=";
    private static final int MAX_LENGTH = 255;
    private static final Pattern OS = Pattern
            .compile("([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_.%-]+");

    private PlatformSyntax() {}

    static Platform parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("platform '%s…': expected at most %d characters, found %d"
                    .formatted(text.substring(0, 40), MAX_LENGTH, text.length()));
        }
        String rest = text;
        String osVersion = "";
        List<String> features = List.of();

        int plus = rest.indexOf('+', Math.max(rest.indexOf(')'), 0));
        if (plus >= 0) {
            features = features(text, rest.substring(plus));
            rest = rest.substring(0, plus);
        }
        int comma = rest.indexOf(OS_VERSION);
        int colon = rest.indexOf(':');
        if (comma >= 0) {
            osVersion = version(text, rest.substring(comma + OS_VERSION.length()));
            rest = rest.substring(0, comma);
        } else if (colon >= 0) {
            osVersion = version(text, rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }

        String[] parts = parts(text, rest);
        Matcher os = OS.matcher(parts[0]);
        if (!os.matches()) {
            throw malformed(text, "'%s' is not an operating system, such as linux".formatted(parts[0]));
        }
        if (os.group(2) != null) {
            if (!osVersion.isEmpty() || !features.isEmpty()) {
                throw malformed(text, "the OS version or features are written twice");
            }
            osVersion = decode(text, os.group(2));
            features = features(text, os.group(3));
        }
        return new Platform(os.group(1), parts[1], parts.length == 3 ? parts[2] : "", osVersion, features,
                Json.Obj.EMPTY);
    }

    /** Two or three parts, of which all but the first are checked. */
    private static String[] parts(String text, String slashed) {
        String[] parts = slashed.split("/", -1);
        if (parts.length == 1 && PlatformNames.isArchitecture(slashed)) {
            return new String[]{DEFAULT_OS, slashed};
        }
        if (parts.length == 1 && PlatformNames.isOperatingSystem(slashed)) {
            throw malformed(text, "the architecture is missing, as in %s/amd64".formatted(slashed));
        }
        if (parts.length < 2 || parts.length > 3) {
            throw malformed(text, "expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64");
        }
        for (int i = 1; i < parts.length; i++) {
            if (!PART.matcher(parts[i]).matches()) {
                throw malformed(text, "'%s' is not %s".formatted(parts[i],
                        i == 1 ? "an architecture, such as arm64" : "a variant, such as v7"));
            }
        }
        return parts;
    }

    /** Whatever a document names a platform, the text is one line of harmless characters. */
    static String format(Platform platform) {
        StringBuilder out = new StringBuilder(platform.os().isEmpty() ? "unknown" : encode(platform.os()));
        if (!platform.osVersion().isEmpty() || !platform.osFeatures().isEmpty()) {
            out.append('(').append(encode(platform.osVersion()));
            platform.osFeatures().forEach(feature -> out.append('+').append(encode(feature)));
            out.append(')');
        }
        out.append('/').append(platform.architecture().isEmpty() ? "unknown" : encode(platform.architecture()));
        if (!platform.variant().isEmpty()) {
            out.append('/').append(encode(platform.variant()));
        }
        return out.toString();
    }

    private static String version(String text, String version) {
        if (!VERSION.matcher(version).matches()) {
            throw malformed(text, "'%s' is not an OS version, such as 10.0.20348".formatted(version));
        }
        return decode(text, version);
    }

    private static List<String> features(String text, String plusSeparated) {
        if (plusSeparated.isEmpty()) {
            return List.of();
        }
        List<String> features = Arrays.asList(plusSeparated.substring(1).split("\\+", -1));
        if (!features.stream().allMatch(feature -> VERSION.matcher(feature).matches())) {
            throw malformed(text, "'%s' is not a list of OS features".formatted(plusSeparated));
        }
        return features.stream().map(feature -> decode(text, feature)).toList();
    }

    /** Percent signs stand before the two digits of a byte of UTF-8. */
    private static String decode(String text, String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.write(c);
            } else if (i + 2 < encoded.length() && HexFormat.isHexDigit(encoded.charAt(i + 1))
                    && HexFormat.isHexDigit(encoded.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                throw malformed(text, "a percent sign must be followed by two hexadecimal digits");
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw malformed(text, "'%s' is not UTF-8".formatted(encoded));
        }
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (b >= 0 && (Character.isLetterOrDigit(b) || b == '_' || b == '.' || b == '-')) {
                out.append((char) b);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("platform '%s': %s".formatted(text, why));
    }
}
