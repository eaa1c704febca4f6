package io.github.jooqeventstore.example;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Who and when, from the line of a commit that says so. Such lines are written by all kinds of programs: whatever stands
 * there, it is read.
 */
record PersonLine(String name, String email, Instant time) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static PersonLine author(byte[] commit) {
        return parse(commit, RawParseUtils.author(commit, 0));
    }

    static PersonLine committer(byte[] commit) {
        return parse(commit, RawParseUtils.committer(commit, 0));
    }

    /** The author's identity: the e-mail address, or else the name. */
    String id() {
        String id = email.isEmpty() ? name : email;
        return id.isEmpty() ? "unknown" : id.toLowerCase(Locale.ROOT);
    }

    private static PersonLine parse(byte[] commit, int begin) {
        if (begin < 0) {
            return new PersonLine("", "", Instant.EPOCH);
        }
        int end = endOfLine(commit, begin);
        int open = indexOf(commit, '<', begin, end);
        int close = indexOf(commit, '>', open, end);
        int last = close;
        for (int next = close; next < end; next = indexOf(commit, '>', next + 1, end)) {
            last = next;
        }
        Charset charset = charset(commit);
        return new PersonLine(
                text(charset, commit, begin, open),
                text(charset, commit, Math.min(open + 1, end), close),
                time(commit, last + 1, end));
    }

    /** Texts of a commit are in the encoding that it names, or in UTF-8; what is neither is read byte by byte. */
    static Charset charset(byte[] commit) {
        try {
            Charset named = RawParseUtils.parseEncoding(commit);
            return named == null ? StandardCharsets.UTF_8 : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String text(Charset charset, byte[] commit, int begin, int end) {
        return Text.storable(RawParseUtils.decode(charset, commit, begin, end)).strip();
    }

    private static Instant time(byte[] commit, int begin, int end) {
        if (begin >= end) {
            return Instant.EPOCH;
        }
        long seconds = RawParseUtils.parseLongBase10(commit, begin, null);
        return Instant.ofEpochSecond(Math.clamp(seconds, EARLIEST.getEpochSecond(), LATEST.getEpochSecond()));
    }

    private static int endOfLine(byte[] commit, int begin) {
        return indexOf(commit, '\n', begin, commit.length);
    }

    private static int indexOf(byte[] bytes, char wanted, int begin, int end) {
        int i = begin;
        while (i < end && bytes[i] != wanted) {
            i++;
        }
        return Math.min(i, end);
    }
}
