using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Mine;

/// <summary>The definition of <c>decide</c>.</summary>
internal sealed class DecideDefinition : PipelineDefinition
{
    private static readonly PipelineSettings Keys = new("decide", [], [.. MineSettings.Keys.All.Where(static s => s.Key.StartsWith("quality.", StringComparison.Ordinal) || s.Key.StartsWith("rules.", StringComparison.Ordinal))]);

    public override string Summary => "Decide again on every frame from its stored scores.";

    public override bool TakesInputs => false;

    public override PipelineOptions Defaults => new MineOptions();

    public override PipelineSettings Settings => Keys;

    public override async Task<RunSummary?> RunAsync(
        RunServices services, PipelineOptions options, IEnumerable<MediaInput> inputs, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var summary = await new DecideRun(services, (MineOptions)options) { OnPause = observer.OnPause }.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        foreach (var note in summary.Remarks)
        {
            observer.OnNote?.Invoke($"{note.Input}: {note.Text}");
        }

        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        await new UnrestoredFrames(library.Catalog).RequireNoneAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}
