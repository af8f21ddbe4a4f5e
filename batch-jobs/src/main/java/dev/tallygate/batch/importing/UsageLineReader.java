package dev.tallygate.batch.importing;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Yields the lines of the file; a resumed run goes on after the last line of the last chunk that was done. */
final class UsageLineReader implements ItemStreamReader<UsageLine> {
    private static final String LINE = "reader.line";

    private final UsageFile file;
    private UsageFile.@Nullable Lines lines;
    private long last;

    UsageLineReader(UsageFile file) {
        this.file = file;
    }

    @Override
    public void open(ExecutionContext context) {
        lines = file.lines();
        last = context.getLong(LINE, 0);
    }

    @Override
    public @Nullable UsageLine read() {
        if (lines == null) {
            throw new IllegalStateException("read before open");
        }
        UsageLine line = lines.next();
        while (line != null && line.number() <= last) {
            line = lines.next();
        }
        if (line != null) {
            last = line.number();
        }
        return line;
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(LINE, last);
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
    }
}
