using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs;

/// <summary>Runs one job's pipeline over its items that are not done.</summary>
/// <param name="services">What all jobs share.</param>
/// <param name="library">The open library.</param>
/// <param name="addresses">Where inputs may be.</param>
/// <param name="pipelines">The pipelines that jobs run.</param>
/// <param name="registry">The pipelines of the program, which are asked at a removal.</param>
internal sealed class JobRunner(RunServices services, LibrarySession library, AddressPolicy addresses, JobPipelines pipelines, PipelineRegistry registry)
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
        var pipeline = pipelines.All.FirstOrDefault(p => p.Name == job.Pipeline)
            ?? throw new PipelineException("unknown_pipeline", $"Running the job {job.Id}: this server has no pipeline '{job.Pipeline}'. Start the program that has it, and retry the job there.");
        var options = JobOptions.Read(pipeline, job.Options);
        options = options with { Fetch = options.Fetch with { Addresses = addresses } };
        await pipeline.Definition.RunAsync(services.ForJob(WeightOf(job.Priority)), options, items.Select(InputOf), observer, stopping, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes out of the library what items of a job have brought; of an archive, what was in it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">Those that nobody else has.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RemoveAsync(Job job, IReadOnlyCollection<(string Item, string Source)> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(static i => i.Item).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, source) in items.Where(i => TarArchive.IsArchive(i.Source) && pipelines.All.Any(p => p.Name == job.Pipeline)))
        {
            var within = new ItemFilter { Pipeline = pipelines.CatalogNameOf(job.Pipeline, job.Options), Under = TarArchive.GetMemberPrefix(source) };
            await foreach (var member in library.Catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
            {
                ids.Add(member.Id);
            }
        }

        await new LibraryRemoval(services.ForJob(NormalWeight), registry).ExecuteAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    public static MediaInput InputOf(JobItem item) => new(
        item.Source,
        MediaInput.KindOf(item.Source),
        item.Metadata is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : MediaInput.NoMetadata);

    private static int WeightOf(JobPriority priority) => priority switch
    {
        JobPriority.Low => LowWeight,
        JobPriority.High => HighWeight,
        _ => NormalWeight,
    };
}
