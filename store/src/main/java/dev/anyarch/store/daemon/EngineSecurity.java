package dev.anyarch.store.daemon;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/** Makes sockets secure with the files that an address names; asked only when an engine is behind TLS. */
@FunctionalInterface
public interface EngineSecurity {
    SSLSocketFactory factory(EngineTls tls) throws IOException;
}
