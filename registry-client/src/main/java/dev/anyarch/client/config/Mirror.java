package dev.anyarch.client.config;

import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.util.Optional;

/**
 * A place that has copies of another registry's repositories.
 *
 * @param registry its host
 * @param prefix the part of its repository names before ours; empty or with a slash at its end
 * @param tls how to speak to it; empty to decide by the settings of that host
 * @param digestsOnly whether it is not to be asked for tags
 */
public record Mirror(RegistryName registry, String prefix, Optional<TlsMode> tls, boolean digestsOnly) {

    /** Reads {@code [http[s]://]HOST[:PORT][/PREFIX]}. */
    public static Mirror parse(String text) {
        boolean plain = text.startsWith("http://");
        boolean secure = text.startsWith("https://");
        String rest = plain ? text.substring(7) : secure ? text.substring(8) : text;
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new Mirror(new RegistryName(host), path.isEmpty() ? "" : new RepositoryName(path) + "/",
                plain ? Optional.of(TlsMode.PLAIN) : secure ? Optional.of(TlsMode.VERIFY) : Optional.empty(), false);
    }

    Mirror withTls(TlsMode mode) {
        return new Mirror(registry, prefix, Optional.of(mode), digestsOnly);
    }
}
