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

/// <summary>Runs the pipeline of a job over its unfinished items, and removes the results of jobs.</summary>
/// <param name="services">The services that all jobs share.</param>
/// <param name="library">The open library.</param>
/// <param name="addresses">The policy for the addresses of inputs.</param>
/// <param name="pipelines">The pipelines that jobs can run.</param>
/// <param name="registry">All pipelines of the program; a removal asks each of them.</param>
internal sealed class JobRunner(RunServices services, LibrarySession library, AddressPolicy addresses, JobPipelines pipelines, PipelineRegistry registry)
{
    private const int LowWeight = 1;
    private const int NormalWeight = 4;
    private const int HighWeight = 16;

    /// <summary>Runs a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">The unfinished items of the job.</param>
    /// <param name="observer">Receives the events of the run.</param>
    /// <param name="stopping">Stops the run gracefully: work in flight finishes.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task RunAsync(Job job, IReadOnlyList<JobItem> items, RunObserver observer, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.All.FirstOrDefault(p => p.Name == job.Pipeline)
            ?? throw new PipelineException("unknown_pipeline", $"Running job {job.Id}: this server has no pipeline '{job.Pipeline}'. Retry the job on a server that registers the pipeline.");
        var options = JobOptions.Read(pipeline, job.Options);
        options = options with { Fetch = options.Fetch with { Addresses = addresses } };
        await pipeline.Definition.RunAsync(services.ForJob(GetWeight(job.Priority)), options, items.Select(GetInput), observer, stopping, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes from the library the results of a job's items, including those of the members of an archive.</summary>
    /// <param name="job">The job.</param>
    /// <param name="items">The items that no other job shares.</param>
    /// <param name="cancellationToken">Cancels the removal.</param>
    public async Task RemoveAsync(Job job, IReadOnlyCollection<(string Item, string Source)> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(static i => i.Item).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, source) in items.Where(i => TarArchive.IsArchive(i.Source) && pipelines.All.Any(p => p.Name == job.Pipeline)))
        {
            var within = new ItemFilter { Pipeline = pipelines.GetCatalogName(job.Pipeline, job.Options), Under = TarArchive.GetMemberPrefix(source) };
            await foreach (var member in library.Catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
            {
                ids.Add(member.Id);
            }
        }

        await new LibraryRemoval(services.ForJob(NormalWeight), registry).ExecuteAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    public static MediaInput GetInput(JobItem item) => new(
        item.Source,
        MediaInput.GetKind(item.Source),
        item.Metadata is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : MediaInput.NoMetadata);

    private static int GetWeight(JobPriority priority) => priority switch
    {
        JobPriority.Low => LowWeight,
        JobPriority.High => HighWeight,
        _ => NormalWeight,
    };
}
