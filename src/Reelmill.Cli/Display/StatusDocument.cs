using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Display;

/// <summary>The output of <c>status --json</c>.</summary>
internal sealed record StatusDocument(StatusItems Items, StatusFrames Frames, IReadOnlyList<FailureGroup> Failures, StatusUnknown Unknown, IReadOnlyDictionary<string, string> OwnRules)
{
    private const int MaxUnknown = 10;

    public static StatusDocument From(LibraryStatus status, IReadOnlyList<string> unknown, FrameRules rules) => new(
        new StatusItems(status.Done + status.Failed + status.Pending + status.Running, status.Done, status.Failed, status.Pending + status.Running),
        new StatusFrames(
            status.Frames,
            status.Kept,
            status.Frames - status.Kept,
            status.Bytes,
            status.Rules.Where(static r => r.Rule is not null).ToDictionary(static r => r.Rule!, static r => r.Dropped, StringComparer.Ordinal),
            status.DroppedFiles),
        [.. status.Failures.Select(static g => g with { Examples = [.. g.Examples.Select(static e => e with { Source = MediaInput.Redact(e.Source) })] })],
        new StatusUnknown(unknown.Count, [.. unknown.Take(MaxUnknown)]),
        rules.ToDictionary(static r => r.Name, static r => r.ToString(), StringComparer.Ordinal));
}

/// <summary>Items by state.</summary>
internal sealed record StatusItems(long Total, long Done, long Failed, long Pending);

/// <summary>The number of files in the library's folders that are not in the catalog, and the first of them.</summary>
internal sealed record StatusUnknown(long Total, IReadOnlyList<string> First);

/// <summary>Frames by decision; dropped ones by rule.</summary>
internal sealed record StatusFrames(long Sampled, long Kept, long Dropped, long Bytes, IReadOnlyDictionary<string, long> DroppedBy, DroppedFiles DroppedFiles);
