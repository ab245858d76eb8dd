using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs;

/// <summary>Runs one job's pipeline over its items that are not done.</summary>
/// <param name="services">What all jobs share.</param>
/// <param name="library">The open library.</param>
/// <param name="addresses">Where inputs may be.</param>
internal sealed class JobRunner(RunServices services, LibrarySession library, AddressPolicy addresses)
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
        var shared = services.ForJob(WeightOf(job.Priority));
        var pipeline = JobOptions.Find(job.Pipeline);
        switch (job.Pipeline)
        {
            case "mine":
                await new MineRun(shared, Read(new MineOptions()), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "hls":
                await new HlsRun(shared, Read(new HlsOptions()), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "index":
                await new IndexRun(shared, Read(new IndexOptions()), observer).ExecuteAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            case "chunk":
                await new ChunkJob(shared, library, Read(new ChunkOptions()), observer).RunAsync(items, inputs, stopping, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await new DecideRun(shared, Read(new MineOptions())) { OnPause = observer.OnPause }.ExecuteAsync(cancellationToken).ConfigureAwait(false);
                break;
        }

        if (job.Pipeline == JobOptions.Decide)
        {
            await new UnrestoredFrames(library.Catalog).RequireNoneAsync(cancellationToken).ConfigureAwait(false);
        }

        T Read<T>(T before)
            where T : PipelineOptions
        {
            var read = JobOptions.Read(pipeline, job.Options, before);
            return read with { Fetch = read.Fetch with { Addresses = addresses } };
        }
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
            await foreach (var member in library.Catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
            {
                ids.Add(member.Id);
            }
        }

        await new LibraryRemoval(services.ForJob(NormalWeight)).ExecuteAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The id that an input's item has in the catalog.</summary>
    public static string ItemIdOf(string pipeline, string optionsJson, string source) => ItemId.Of(PipelineOf(pipeline, optionsJson), source);

    /// <summary>The pipeline that a job's items have in the catalog: of <c>index</c> each collection is one.</summary>
    public static string PipelineOf(string pipeline, string optionsJson) => pipeline != "index"
        ? pipeline
        : IndexRun.PipelineOf(JobOptions.Read(JobOptions.Find(pipeline), optionsJson, new IndexOptions()).Collection);

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
