package io.github.jooqeventstore.postgres;

import org.jspecify.annotations.Nullable;

/** Versions as people ask for them, {@code 18} or {@code 18.6}, and as servers tell them. */
final class ServerVersion {
    static final String DEFAULT_MAJOR = "18";

    private ServerVersion() {}

    /** {@return the leading part of what a server or its program says} {@code 18.6 (Debian 18.6-1)} is {@code 18.6}. */
    static String told(String text) {
        String version = text.strip();
        int space = version.indexOf(' ');
        return space < 0 ? version : version.substring(0, space);
    }

    static boolean matches(@Nullable String asked, String found) {
        return asked == null || found.equals(asked) || found.startsWith(asked + ".");
    }

    static String major(String version) {
        int end = 0;
        while (end < version.length() && Character.isDigit(version.charAt(end))) {
            end++;
        }
        return version.substring(0, end);
    }
}
