using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Reports.Charts;
using Reelmill.Pipelines.Reports.Html;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>The library and its last run in a few numbers and one verdict.</summary>
internal static class HeadlineSection
{
    public static void Add(Markup page, string folder, LibraryStatus status, LastRun? run)
    {
        page.Add($"""
            <header>
            <p class="brand">Reelmill report</p>
            <h1><bdi>{Page.NameOf(folder)}</bdi></h1>
            <p class="path"><bdi>{folder}</bdi></p>
            <p>{When(run)}</p>
            <nav aria-label="Sections"><a href="#run">Run</a> <a href="#scores">Scores</a> <a href="#failures">Failures</a> <a href="#videos">Videos</a></nav>
            </header>
            <main>
            <section aria-labelledby="overview">
            <h2 id="overview">Overview</h2>
            <dl class="facts">

            """);
        Fact(page, "Items done", status.Done, "good");
        Fact(page, "Items failed", status.Failed, status.Failed > 0 ? "bad" : string.Empty);
        Fact(page, "Items pending", status.Pending + status.Running, string.Empty);
        Fact(page, "Frames sampled", status.Frames, string.Empty);
        Fact(page, "Frames kept", status.Kept, "good");
        page.Add($"""<div><dt>Kept on disk</dt><dd>{Words.Bytes(status.Bytes)}</dd></div>""");
        if (run?.Summary is { } summary)
        {
            page.Add($"""<div><dt>Last run took</dt><dd>{Words.Duration(summary.ElapsedSeconds)}</dd></div>""");
        }

        page.Add($"\n</dl>\n");
        Decisions(page, status);
        Verdict(page, run);
        page.Add($"</section>\n");
    }

    private static void Fact(Markup page, string name, long value, string kind) =>
        page.Add($"""<div class="{kind}"><dt>{name}</dt><dd>{value}</dd></div>""");

    private static string When(LastRun? last) => last?.Run is not { } run
        ? "No run was recorded."
        : $"Last run: {run.Pipeline}, {Words.Date(run.StartedMs)}, {StateOf(run.State)}.";

    private static string StateOf(RunState state) => state switch
    {
        RunState.Done => "finished",
        RunState.Interrupted => "interrupted; the same command goes on",
        RunState.Failed => "could not go on",
        _ => "not ended yet",
    };

    private static void Decisions(Markup page, LibraryStatus status)
    {
        if (status.Frames == 0)
        {
            page.Add($"<p class=\"quiet\">No frames were sampled yet.</p>\n");
            return;
        }

        var dropped = status.Rules.Where(static r => r.Dropped > 0).OrderByDescending(static r => r.Dropped).ToArray();
        (string Class, string Rule, long Frames)[] parts =
        [
            ("kept", "kept", status.Kept),
            .. dropped.Select(static r => (Words.RuleClass(r.Rule ?? string.Empty), Words.Rule(r.Rule ?? "dropped"), r.Dropped)),
        ];
        var label = string.Join(", ", parts.Select(static p => $"{p.Frames} {p.Rule}"));
        page.Add($"""<figure class="decisions">{StackedBar.Draw("bar tall", $"Frames: {label}", [.. parts.Select(static p => (p.Class, (double)p.Frames, $"{p.Rule}: {Words.Count(p.Frames, "frame")}"))])}<figcaption class="legend">""");
        foreach (var (name, rule, frames) in parts)
        {
            page.Add($"""<span><i class="{name}"></i>{rule} <b>{frames}</b> {Words.Percent((double)frames / status.Frames)}</span> """);
        }

        page.Add($"</figcaption></figure>\n");
    }

    private static void Verdict(Markup page, LastRun? run)
    {
        if (run?.Summary is not { } summary)
        {
            return;
        }

        var verdict = summary.Bottleneck?.Advice ?? "Nothing was left to do in the last run, so nothing limited it.";
        page.Add($"""<p class="verdict"><strong>Bottleneck</strong> {verdict}</p>""").Add($"\n");
    }
}
