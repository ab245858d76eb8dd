using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Hosting;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Hosting;

namespace Reelmill.Server.Jobs;

/// <summary>Runs one job's pipeline over its items that are not done.</summary>
/// <param name="host">What all jobs share.</param>
/// <param name="options">The server's options.</param>
/// <param name="addresses">Where inputs may be.</param>
internal sealed class JobRunner(RunHost host, ServerOptions options, AddressPolicy addresses)
{
    private const int LowWeight = 1;
    private const int NormalWeight = 4;
    private const int HighWeight = 16;

    /// <summary>Runs it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">Its items that are not done.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="stopping">Stops gracefully.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RunAsync(Job job, IReadOnlyList<JobItem> items, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var inputs = items.Select(InputOf);
        var scope = new RunScope(host, WeightOf(job.Priority));
        var pipeline = JobOptions.Find(job.Pipeline);
        var library = options.Library;
        switch (job.Pipeline)
        {
            case "mine":
                await new MineRun(Read(new MineOptions { Library = library }), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "hls":
                await new HlsRun(Read(new HlsOptions { Library = library }), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "index":
                await new IndexRun(Read(new IndexOptions { Library = library }), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "chunk":
                await new ChunkJob(Read(new ChunkOptions { Library = library }), observer).RunAsync(items, inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await new DecideRun(Read(new MineOptions { Library = library })) { OnPause = observer.OnPause }.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                break;
        }

        if (job.Pipeline == JobOptions.Decide)
        {
            await new UnrestoredFrames(host.Library.Catalog).RequireNoneAsync(cancellationToken).ConfigureAwait(false);
        }

        T Read<T>(T before)
            where T : PipelineOptions => JobOptions.Read(pipeline, job.Options, before) with { Scope = scope, Fetch = f => f with { Addresses = addresses } };
    }

    /// <summary>Takes out of the library what items of a job have brought; of an archive, what was in it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">Those that nobody else has.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RemoveAsync(Job job, IReadOnlyCollection<(string Item, string Source)> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(static i => i.Item).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, source) in items.Where(i => job.Pipeline == "index" && TarArchive.IsArchive(i.Source)))
        {
            var within = new ItemFilter { Pipeline = PipelineOf(job.Pipeline, job.Options), Under = TarArchive.Within(source) };
            await foreach (var member in host.Library.Catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
            {
                ids.Add(member.Id);
            }
        }

        await new LibraryRemoval(new MineOptions { Library = options.Library, Scope = new RunScope(host, NormalWeight) }).ExecuteAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The id that an input's item has in the catalog.</summary>
    public static string ItemIdOf(string pipeline, string optionsJson, string source) => ItemId.Of(PipelineOf(pipeline, optionsJson), source);

    /// <summary>The pipeline that a job's items have in the catalog: of <c>index</c> each collection is one.</summary>
    public static string PipelineOf(string pipeline, string optionsJson) => pipeline != "index"
        ? pipeline
        : IndexRun.PipelineOf(JobOptions.Read(JobOptions.Find(pipeline), optionsJson, new IndexOptions { Library = "." }).Collection);

    public static MediaInput InputOf(JobItem item) => new(
        item.Source,
        item.Source.StartsWith("http", StringComparison.Ordinal) ? InputKind.Url : InputKind.File,
        item.Metadata is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : MediaInput.NoMetadata);

    private static int WeightOf(JobPriority priority) => priority switch
    {
        JobPriority.Low => LowWeight,
        JobPriority.High => HighWeight,
        _ => NormalWeight,
    };
}
