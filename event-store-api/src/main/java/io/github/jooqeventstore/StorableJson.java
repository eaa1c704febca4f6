package io.github.jooqeventstore;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON that comes back as it was sent.
 *
 * <p>Type {@code jsonb} refuses the character NUL and lone surrogates, keeps the last of two equal keys, and writes a
 * number out in full: {@code 1e131071} is stored in ten bytes and comes back as 131,072 digits, which no JSON reader
 * accepts. Whatever could not be read back is refused before it is stored, so that no event poisons its stream.
 */
final class StorableJson {

    private static final StreamReadConstraints READ_LIMITS = StreamReadConstraints.defaults();

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(READ_LIMITS)
            .build();

    private StorableJson() {}

    /** Checks JSON of the given subject and returns its length in bytes of UTF-8. */
    static int check(String subject, String json, int maxBytes) {
        Names.checkText(subject, json);
        int bytes = checkLength(subject, json, maxBytes);
        if (!JsonScan.isOrdinary(json)) {
            read(subject, json);
        }
        return bytes;
    }

    /** Whatever can be said against it, a parser finds. */
    static void read(String subject, String json) {
        // What is not escaped was looked at above; and a reader has no limit for what is shorter than one string may
        // be.
        boolean plain = json.indexOf('\\') < 0 && json.length() <= READ_LIMITS.getMaxStringLength();
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                throw new InvalidInputException(subject, "must be one JSON value, found none");
            }
            checkValue(subject, parser, plain);
            if (parser.nextToken() != null) {
                throw new InvalidInputException(subject, "must be one JSON value, found more");
            }
        } catch (JacksonException e) {
            // Jackson's message may quote the payload.
            throw new InvalidInputException(
                    subject,
                    "must be JSON that can be read back, found " + e.getClass().getSimpleName()
                            + place(e.getLocation()));
        }
    }

    /** The same for JSON that {@link MetadataJson} has written, of texts that are checked: where it is short, it exceeds no limit. */
    static void checkMetadata(String subject, String json, int maxBytes) {
        if (json.length() <= READ_LIMITS.getMaxNameLength()) {
            checkLength("metadata of " + subject, json, maxBytes);
        } else {
            check("metadata of " + subject, json, maxBytes);
        }
    }

    private static int checkLength(String subject, String json, int maxBytes) {
        int bytes = utf8Length(json);
        if (bytes > maxBytes) {
            throw new InvalidInputException(subject, "must have at most " + maxBytes + " bytes, found " + bytes);
        }
        return bytes;
    }

    /** A limit that is exceeded has no place. */
    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static void checkValue(String subject, JsonParser parser, boolean plain) {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case PROPERTY_NAME -> {
                    if (!plain) {
                        Names.checkText(subject, parser.currentName());
                    }
                }
                case VALUE_STRING -> {
                    if (!plain) {
                        Names.checkText(subject, parser.getString());
                    }
                }
                case VALUE_NUMBER_FLOAT -> checkNumber(subject, decimal(subject, parser));
                default -> {
                    // Literals are short, and the parser itself limits the digits of integers.
                }
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private static BigDecimal decimal(String subject, JsonParser parser) {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            // Its message quotes the number.
            throw new InvalidInputException(
                    subject,
                    "must hold no number of more than " + READ_LIMITS.getMaxNumberLength()
                            + " digits, found one with an exponent out of range");
        }
    }

    private static void checkNumber(String subject, BigDecimal number) {
        long scale = number.scale();
        long digitsWrittenOut = scale > 0 ? Math.max(number.precision(), scale + 1) : number.precision() - scale;
        if (digitsWrittenOut > READ_LIMITS.getMaxNumberLength()) {
            throw new InvalidInputException(
                    subject,
                    "must hold no number of more than " + READ_LIMITS.getMaxNumberLength()
                            + " digits, found one that is written out with " + digitsWrittenOut);
        }
    }

    private static int utf8Length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // A pair of surrogates makes four bytes: one more than its two characters, twice.
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }
}
