package io.github.jooqeventstore;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** JSON, and what is only like it. */
final class FuzzedJson {

    private static final String[] LITERALS = {
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "\"\"",
        "0",
        "-0",
        "-0.0",
        "1e5",
        "1E-5",
        "NaN",
        "\"\\u0000\"",
        "\"\\ud800\""
    };

    private FuzzedJson() {}

    /** Text that is mostly well formed, so that what is behind the parser is reached, too. */
    static String of(FuzzedDataProvider data) {
        if (data.consumeInt(0, 9) == 0) {
            return data.consumeString(200);
        }
        StringBuilder json = new StringBuilder();
        write(data, json, 5);
        return json.toString();
    }

    private static void write(FuzzedDataProvider data, StringBuilder json, int depth) {
        switch (data.consumeInt(0, depth == 0 ? 4 : 6)) {
            case 0 -> json.append(data.pickValue(LITERALS));
            case 1 -> json.append(data.consumeLong());
            case 2 -> json.append(data.consumeDouble());
            case 3 -> json.append(data.consumeInt()).append("e").append(data.consumeInt(-70_000, 140_000));
            case 4 -> quoted(data, json);
            case 5 -> {
                json.append('[');
                for (int i = data.consumeInt(0, 4); i > 0; i--) {
                    write(data, json, depth - 1);
                    json.append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                for (int i = data.consumeInt(0, 4); i > 0; i--) {
                    quoted(data, json);
                    json.append(':');
                    write(data, json, depth - 1);
                    json.append(i > 1 ? "," : "");
                }
                json.append('}');
            }
        }
    }

    private static void quoted(FuzzedDataProvider data, StringBuilder json) {
        json.append('"');
        data.consumeString(12).chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> json.append('\\').append((char) c);
                default -> {
                    if (c < ' ') {
                        json.append("\\u%04x".formatted(c));
                    } else {
                        json.append((char) c);
                    }
                }
            }
        });
        json.append('"');
    }
}
