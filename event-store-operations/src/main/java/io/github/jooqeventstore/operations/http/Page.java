package io.github.jooqeventstore.operations.http;

/**
 * What is answered to a request.
 *
 * @param status of HTTP: 200 when all is well
 * @param mediaType of the text
 * @param text in UTF-8
 */
public record Page(int status, String mediaType, String text) {
    /** All is well. */
    public static final int OK = 200;

    /** Something is not well, and the text says what. */
    public static final int UNAVAILABLE = 503;
}
