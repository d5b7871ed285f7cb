package dev.anyarch.model.platform;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image runs on, exactly as it is written in a descriptor or a config (OCI image-spec, image-index.md,
 * {@code platform}). Nothing is normalised here: {@link #normalized()} does that. An absent field is the empty text or the
 * empty list, as in every engine's own structure.
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code arm64}
 * @param variant of the CPU, such as {@code v7}
 * @param osVersion such as {@code 10.0.20348.2527}, required in practice for Windows
 * @param osFeatures what the image needs of the OS, such as {@code win32k}
 * @param extensions members nobody here knows, such as Docker's {@code features}; kept
 */
public record Platform(String os, String architecture, String variant, String osVersion, List<String> osFeatures,
        Json.Obj extensions) {
    private static final List<String> KNOWN = List.of("architecture", "os", "os.version", "os.features", "variant");

    public Platform {
        osFeatures = List.copyOf(osFeatures);
    }

    public Platform(String os, String architecture, String variant) {
        this(os, architecture, variant, "", List.of(), Json.Obj.EMPTY);
    }

    /**
     * Reads {@code os/arch[/variant]} and the other two syntaxes.
     *
     * @throws IllegalArgumentException when the text is not a platform
     * @see PlatformSyntax
     */
    public static Platform parse(String text) {
        return PlatformSyntax.parse(text);
    }

    /** Reads the platform members of a descriptor's {@code platform} object. */
    public static Platform fromJson(JsonFields fields) throws InvalidContentException {
        return new Platform(fields.stringOrEmpty("os"), fields.stringOrEmpty("architecture"),
                fields.stringOrEmpty("variant"), fields.stringOrEmpty("os.version"), fields.strings("os.features"),
                fields.unknownMembers(KNOWN));
    }

    /** The {@code platform} object of a descriptor, members in the order of the specification. */
    public Json.Obj toJson() {
        return new JsonBuilder().put("architecture", architecture)
                .put("os", os)
                .putUnlessEmpty("os.version", osVersion)
                .putUnlessEmpty("os.features", osFeatures)
                .putUnlessEmpty("variant", variant)
                .putAllAbsent(extensions)
                .build();
    }

    /** The same platform in canonical names: {@code aarch64} is {@code arm64}, {@code arm} is {@code arm/v7}. */
    public Platform normalized() {
        return PlatformNormalization.normalize(this);
    }

    /** Whether both name the same platform once normalised; extensions do not count. */
    public boolean isSameAs(Platform other) {
        return normalized().withoutExtensions().equals(other.normalized().withoutExtensions());
    }

    /** Whether this is {@code unknown/unknown}, which marks an attachment and never an image that runs. */
    public boolean isUnknown() {
        return os.equals("unknown") && architecture.equals("unknown");
    }

    /** Whether neither OS nor architecture is written. */
    public boolean isEmpty() {
        return os.isEmpty() && architecture.isEmpty();
    }

    public Platform withOs(String newOs) {
        return new Platform(newOs, architecture, variant, osVersion, osFeatures, extensions);
    }

    public Platform withArchitecture(String newArchitecture) {
        return new Platform(os, newArchitecture, variant, osVersion, osFeatures, extensions);
    }

    public Platform withVariant(String newVariant) {
        return new Platform(os, architecture, newVariant, osVersion, osFeatures, extensions);
    }

    public Platform withOsVersion(String newOsVersion) {
        return new Platform(os, architecture, variant, newOsVersion, osFeatures, extensions);
    }

    public Platform withoutExtensions() {
        return extensions.members().isEmpty()
                ? this
                : new Platform(os, architecture, variant, osVersion, osFeatures, Json.Obj.EMPTY);
    }

    /** {@code os[(version+feature)]/arch[/variant]}, as written, without normalisation. */
    @Override
    public String toString() {
        return PlatformSyntax.format(this);
    }

    /** Written out, because what a record does of itself is put together anew at every start of the JVM. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Platform that && os.equals(that.os) && architecture.equals(that.architecture)
                && variant.equals(that.variant) && osVersion.equals(that.osVersion)
                && osFeatures.equals(that.osFeatures)
                && extensions.members().equals(that.extensions.members());
    }

    @Override
    public int hashCode() {
        return (os.hashCode() * 31 + architecture.hashCode()) * 31 + variant.hashCode();
    }
}
