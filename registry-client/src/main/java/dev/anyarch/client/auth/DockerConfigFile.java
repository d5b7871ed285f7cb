package dev.anyarch.client.auth;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Docker's {@code config.json}, or Podman's {@code auth.json}, which has the same members: where credentials are, or which
 * helper has them. What else is in the file stays as it is. A file that does not exist is an empty one.
 *
 * @param path of the file, which is written through a symbolic link rather than over it
 * @param json the whole document
 * @param environment the variables that credential helpers get
 */
public record DockerConfigFile(Path path, Json.Obj json, Map<String, String> environment) {
    private static final String AUTHS = "auths";

    public DockerConfigFile {
        environment = Map.copyOf(environment);
    }

    public static DockerConfigFile read(Path path, Map<String, String> environment) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            bytes = new byte[0];
        }
        Json.Obj json = bytes.length == 0 ? Json.Obj.EMPTY : JsonReader.readObject(bytes, path.toString());
        return new DockerConfigFile(path, json, environment);
    }

    /** The credential for a repository or a whole registry: from its helper, the helper for all, or the file itself. */
    public Optional<Credential> find(RegistryName registry, Optional<RepositoryName> repository) throws IOException {
        Optional<CredentialHelper> helper = helper(registry);
        if (helper.isPresent()) {
            Optional<Credential> kept = helper.get().find(ServerKey.of(registry));
            if (kept.isPresent()) {
                return kept;
            }
        }
        Optional<JsonFields> auths = fields().object(AUTHS);
        if (auths.isPresent()) {
            for (String wanted : ServerKey.candidates(registry, repository)) {
                for (String key : auths.get().object().members().keySet()) {
                    if (ServerKey.normalize(key).equals(wanted)) {
                        Optional<JsonFields> entry = auths.get().object(key);
                        Optional<Credential> found = entry.isPresent() ? credential(entry.get()) : Optional.empty();
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Keeps a credential: in the helper that is configured for the registry, else in the file, where it is not encrypted.
     *
     * @return where it is now, for the message
     */
    public String login(RegistryName registry, Credential credential) throws IOException {
        String key = ServerKey.of(registry);
        Optional<CredentialHelper> helper = helper(registry);
        if (helper.isPresent()) {
            helper.get().store(key, credential);
            write(auths().with(key, Json.Obj.EMPTY));
            return "the credential helper " + helper.get().name();
        }
        write(auths().with(key, entry(credential)));
        return path + ", unencrypted";
    }

    /**
     * Forgets the credential of a registry.
     *
     * @return whether there was one
     */
    public boolean logout(RegistryName registry) throws IOException {
        boolean found = find(registry, Optional.empty()).isPresent();
        Optional<CredentialHelper> helper = helper(registry);
        if (helper.isPresent() && found) {
            helper.get().erase(ServerKey.of(registry));
        }
        Json.Obj auths = auths();
        for (String wanted : ServerKey.candidates(registry, Optional.empty())) {
            for (String key : auths.members().keySet()) {
                if (ServerKey.normalize(key).equals(wanted)) {
                    auths = auths.without(key);
                }
            }
        }
        if (!auths.equals(auths())) {
            write(auths);
        }
        return found;
    }

    private void write(Json.Obj auths) throws IOException {
        PrivateFile.write(path, json.with(AUTHS, auths));
    }

    private Json.Obj auths() throws IOException {
        Optional<JsonFields> auths = fields().object(AUTHS);
        return auths.isPresent() ? auths.get().object() : Json.Obj.EMPTY;
    }

    private Optional<CredentialHelper> helper(RegistryName registry) throws IOException {
        Optional<JsonFields> helpers = fields().object("credHelpers");
        if (helpers.isPresent()) {
            for (String host : ServerKey.candidates(registry, Optional.empty())) {
                for (String key : helpers.get().object().members().keySet()) {
                    if (ServerKey.normalize(key).equals(host)) {
                        return helper(helpers.get().stringOrEmpty(key), "credHelpers");
                    }
                }
            }
        }
        return helper(fields().stringOrEmpty("credsStore"), "credsStore");
    }

    private Optional<CredentialHelper> helper(String name, String member) {
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new CredentialHelper(name, environment, "%s, %s,".formatted(path, member)));
    }

    private JsonFields fields() {
        return new JsonFields(json, path.toString());
    }

    private static Optional<Credential> credential(JsonFields entry) throws InvalidContentException {
        String identityToken = entry.stringOrEmpty("identitytoken");
        if (!identityToken.isEmpty()) {
            return Optional.of(new Credential.IdentityToken(identityToken));
        }
        String registryToken = entry.stringOrEmpty("registrytoken");
        if (!registryToken.isEmpty()) {
            return Optional.of(new Credential.RegistryToken(registryToken));
        }
        String auth = entry.stringOrEmpty("auth");
        if (auth.isEmpty()) {
            String user = entry.stringOrEmpty("username");
            return user.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Credential.Password(user, entry.stringOrEmpty("password")));
        }
        String decoded;
        try {
            decoded = new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException("%s: member \"auth\": expected base64".formatted(entry.subject()), e);
        }
        int colon = decoded.indexOf(':');
        if (colon < 1) {
            throw new InvalidContentException("%s: member \"auth\": expected base64 of USER:PASSWORD".formatted(entry
                    .subject()));
        }
        return Optional.of(new Credential.Password(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }

    private static Json.Obj entry(Credential credential) {
        return switch (credential) {
            case Credential.Password(String user, String secret) -> new JsonBuilder().put("auth", Base64.getEncoder()
                    .encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8))).build();
            case Credential.IdentityToken(String secret) -> new JsonBuilder().put("identitytoken", secret).build();
            case Credential.RegistryToken(String secret) -> new JsonBuilder().put("registrytoken", secret).build();
        };
    }

    /** The path alone: the document has secrets in it. */
    @Override
    public String toString() {
        return path.toString();
    }
}
