/**
 * A small HTTP/1.1 client on sockets: what a registry needs and nothing else. Start with
 * {@link dev.anyarch.client.http.HttpClient#send} for requests whose body is at hand and
 * {@link dev.anyarch.client.http.HttpClient#begin} for bodies that are written as they come.
 *
 * <p>It is our own because it starts in a third of the time of {@code java.net.http} and moves bulk twice as fast; see
 * {@code docs/decisions/0003-http-client.md}. What it promises: a body that ends early is an exception, never a short
 * read; {@code Authorization} never leaves the origin that it was meant for; everything a server sends is bounded; TLS
 * always checks the host name unless a person switched verification off for that host; and no TLS class is loaded as long
 * as only plain HTTP is spoken.
 *
 * {@snippet :
 * try (HttpClient client = new HttpClient(HttpSettings.DEFAULT);
 *         HttpResponse response = client.send(HttpRequest.get(HttpUrl.parse("http://localhost:5000/v2/")))) {
 *     response.status();
 * }
 * }
 */
@NullMarked
package dev.anyarch.client.http;

import org.jspecify.annotations.NullMarked;
