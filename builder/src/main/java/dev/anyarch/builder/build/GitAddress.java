package dev.anyarch.builder.build;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A git repository as Docker names one: {@code https://host/repo.git#ref:directory},
 * {@code https://host/repo.git?branch=main&subdir=app}, {@code git@host:repo.git}.
 *
 * @param remote for git, without fragment and query
 * @param ref a branch, a tag, a full ref or a commit; the remote's HEAD when absent
 * @param commit that the ref must lead to, or the beginning of its name
 * @param directory within the repository; empty for all of it
 * @param keepsGitDirectory whether {@code .git} is wanted
 * @param takesSubmodules whether submodules are checked out, too
 */
record GitAddress(String remote, Optional<String> ref, Optional<String> commit, String directory,
        boolean keepsGitDirectory, boolean takesSubmodules) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final Pattern REF = Pattern.compile("[^-\\s~^:?*\\[\\\\\\p{Cntrl}][^\\s~^:?*\\[\\\\\\p{Cntrl}]*");
    private static final Pattern QUERY = Pattern.compile("^([^?#]*)\\?([^#]*)(#.*)?$");

    GitAddress {
        if (ref.isPresent() && !REF.matcher(ref.get()).matches()) {
            throw new IllegalArgumentException("git %s: '%s' is not the name of a ref".formatted(
                    RemoteSource.withoutCredentials(remote), ref.get()));
        }
        if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
            throw new IllegalArgumentException(
                    "git %s: checksum: expected a commit of 7 to 64 hexadecimal digits, found '%s'"
                            .formatted(RemoteSource.withoutCredentials(remote), commit.get()));
        }
    }

    /** @throws IllegalArgumentException when a parameter is unknown or two contradict each other */
    static GitAddress parse(String text) {
        String full = text.startsWith("github.com/") ? "https://" + text : text;
        Matcher query = QUERY.matcher(full);
        boolean hasQuery = full.contains("://") && query.matches();
        String withoutQuery = hasQuery ? query.group(1) + (query.group(3) == null ? "" : query.group(3)) : full;
        int hash = withoutQuery.indexOf('#');
        String fragment = hash < 0 ? "" : withoutQuery.substring(hash + 1);
        int colon = fragment.indexOf(':');
        GitAddress address = new GitAddress(hash < 0 ? withoutQuery : withoutQuery.substring(0, hash),
                present(colon < 0 ? fragment : fragment.substring(0, colon)), Optional.empty(),
                colon < 0 ? "" : fragment.substring(colon + 1), false, true);
        if (hasQuery) {
            for (String parameter : query.group(2).split("&", -1)) {
                address = address.with(parameter);
            }
        }
        return address;
    }

    private GitAddress with(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
        return switch (name) {
            case "ref" -> withRef(value);
            case "branch" -> withRef("refs/heads/" + value);
            case "tag" -> withRef("refs/tags/" + value);
            case "commit", "checksum" -> withCommit(value);
            case "subdir" -> new GitAddress(remote, ref, commit, value, keepsGitDirectory, takesSubmodules);
            case "keep-git-dir" -> new GitAddress(remote, ref, commit, directory, isOn(name, value), takesSubmodules);
            case "submodules" -> new GitAddress(remote, ref, commit, directory, keepsGitDirectory, isOn(name, value));
            default -> throw new IllegalArgumentException(
                    "git %s: unknown parameter '%s'; there are ref, branch, tag, commit, subdir, keep-git-dir and submodules"
                            .formatted(RemoteSource.withoutCredentials(remote), name));
        };
    }

    private GitAddress withRef(String value) {
        if (ref.isPresent() && !ref.get().equals(value)) {
            throw new IllegalArgumentException("git %s: two refs, '%s' and '%s'".formatted(
                    RemoteSource.withoutCredentials(remote), ref.get(), value));
        }
        return new GitAddress(remote, Optional.of(value), commit, directory, keepsGitDirectory, takesSubmodules);
    }

    GitAddress withCommit(String value) {
        if (commit.isPresent() && !commit.get().equals(value)) {
            throw new IllegalArgumentException("git %s: two commits, '%s' and '%s'".formatted(
                    RemoteSource.withoutCredentials(remote), commit.get(), value));
        }
        return new GitAddress(remote, ref, Optional.of(value), directory, keepsGitDirectory, takesSubmodules);
    }

    /** Whether the ref is the name of a commit. */
    boolean isPinned() {
        return ref.filter(name -> name.matches("[0-9a-f]{40}|[0-9a-f]{64}")).isPresent();
    }

    private boolean isOn(String name, String value) {
        return switch (value) {
            case "", "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw new IllegalArgumentException("git %s: %s: expected true or false, found '%s'".formatted(
                    RemoteSource.withoutCredentials(remote), name, value));
        };
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return RemoteSource.withoutCredentials(remote) + ref.map(name -> "#" + name).orElse("");
    }
}
