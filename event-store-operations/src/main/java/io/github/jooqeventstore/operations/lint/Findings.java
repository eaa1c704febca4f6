package io.github.jooqeventstore.operations.lint;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is found in one statement, and what its comments allow. */
final class Findings {
    private static final String PREFIX = "event-store:";
    private static final String ALLOW = PREFIX + "allow";

    private final String file;
    private final SqlStatement statement;
    private final List<LintFinding> found = new ArrayList<>();
    private final Set<LintRule> allowed = EnumSet.noneOf(LintRule.class);

    Findings(String file, SqlStatement statement) {
        this.file = file;
        this.statement = statement;
        statement.comments().forEach(this::read);
    }

    /** Adds a finding, once for a rule. */
    void add(LintRule rule, String what) {
        add(statement.line(), rule, what);
    }

    private void add(int line, LintRule rule, String what) {
        var finding = new LintFinding(file, line, rule, what);
        if (!found.contains(finding)) {
            found.add(finding);
        }
    }

    private void read(Token comment) {
        String text = comment.value().strip();
        if (!text.startsWith(PREFIX) || text.equals("event-store:transactional=false")) {
            return;
        }
        String[] words = text.split("\\s+", 3);
        LintRule rule = words.length < 2 ? null : LintRule.of(words[1]);
        if (!words[0].equals(ALLOW) || rule == null) {
            add(comment.line(), LintRule.DIRECTIVE, text + " names no rule that there is");
        } else if (words.length < 3) {
            add(comment.line(), LintRule.DIRECTIVE, text + " gives no reason");
        } else {
            allowed.add(rule);
        }
    }

    List<LintFinding> all() {
        return List.copyOf(found);
    }

    List<LintFinding> notAllowed() {
        return found.stream()
                .filter(finding -> !allowed.contains(finding.rule()))
                .toList();
    }
}
