using Reelmill.Core.Pipelines;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Videos;

/// <summary>Runs a custom pipeline on videos.</summary>
internal sealed class VideoRun<TOptions>(VideoPipeline<TOptions> pipeline, RunServices services, TOptions options, RunObserver observer) : LibraryRun(services, observer)
    where TOptions : PipelineOptions, new()
{
    private const string Ffmpeg = "ffmpeg";

    /// <summary>A crashed probe is retried once: a second crash is the file's fault.</summary>
    private static readonly RetryOptions CrashRetry = new() { Attempts = 2 };

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        options.Validate();
        var version = ToolVersion.ReadAsync(execution.Services.Launcher, options.Tools.Ffmpeg, execution.Cancellation);
        var library = await execution.Services.LibraryAsync(execution.Cancellation).ConfigureAwait(false);
        var recipe = new Recipe([.. ReadRecipe(), new(Ffmpeg, await version.ConfigureAwait(false))]);
        return await ItemRuns.RecordAsync(library, pipeline.Name, recipe, execution, run => ExecuteAsync(execution, run)).ConfigureAwait(false);
    }

    private IReadOnlyList<KeyValuePair<string, string>> ReadRecipe()
    {
        var own = pipeline.GetRecipe(options);
        return own.Select(static o => o.Key).Append(Ffmpeg).GroupBy(static k => k, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } duplicate
            ? throw new ArgumentException($"The recipe of the pipeline '{pipeline.Name}' has the name '{duplicate.Key}' twice. The version of ffmpeg is added as '{Ffmpeg}'.")
            : own;
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun started)
    {
        var (shared, _, inputs, _, _) = execution;
        var run = ItemRuns.WithLostFiles(started, pipeline.Name);
        using var fetcher = ItemRuns.CreateFetcher(options, run.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(shared.Launcher, options.Tools, options.Limits, run.Library.Artifacts), pipeline.Name);
        using var windows = inputs.CreateWindows(shared.Time);
        var videos = Pipeline
            .Create<PipelineItem>(pipeline.Name)
            .Map("fetch", intake.FetchAsync, new StageOptions { Workers = 3, Queue = 4, Budget = Budgets.Download })
            .Stage<ProbedVideo>("probe", intake.ProbeAsync, new StageOptions { Workers = 2, Queue = 4, Retry = CrashRetry });
        var all = pipeline.Define(videos, options).Gather("commit", (results, token) => CommitAsync(run, results, token));
        var ended = await ItemRuns.ExecuteAsync(all, execution, options, run, windows).ConfigureAwait(false);
        return ended.Record(static summary => summary);
    }

    /// <summary>Publishes the video's files and records them in the catalog, atomically.</summary>
    private async ValueTask<VideoResult> CommitAsync(ItemRun run, IReadOnlyList<VideoResult> results, CancellationToken cancellationToken)
    {
        if (results is not [var result])
        {
            throw ResultErrors.CreateSeveralResults(pipeline.Name, results[0].Video.Item);
        }

        var video = result.Video;
        video.Identified.Fetched.RequireUnchanged();
        var record = run.CreateResult(video.Identified, MediaFacts.ToJson(video)) with { Files = video.Staged.Files, Outcome = result.Outcome };
        if (options.KeepVideos)
        {
            video.Identified.KeepDownload(Path.Combine(run.Library.Folder, LibraryLayout.Videos));
        }

        await video.Staged.CommitAsync(token => run.CompleteAsync(video.Item, record, null, token), cancellationToken).ConfigureAwait(false);
        return result;
    }
}
