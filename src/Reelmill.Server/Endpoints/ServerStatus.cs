using System.Reflection;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>Takes snapshots of the server's jobs, budgets and rates.</summary>
internal sealed class ServerStatus(RunServices services, JobService jobs, JobStore store, JobScheduler scheduler, ServerOptions options, TimeProvider time)
{
    private readonly long _startedMs = time.GetUtcNow().ToUnixTimeMilliseconds();

    public static string Version { get; } = typeof(ServerStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public async Task<ServerDocument> DescribeAsync(bool token, IReadOnlyList<string> scopes, CancellationToken cancellationToken) => new(
        Version,
        Path.GetFileName(Path.GetFullPath(options.Library).TrimEnd(Path.DirectorySeparatorChar)),
        token,
        scopes,
        _startedMs,
        options.MaxUploadBytes,
        await CountAsync(cancellationToken).ConfigureAwait(false),
        Budgets(),
        WebPage.IsBuilt(options));

    /// <summary>Describes the running jobs, budgets and rates, for the page's live view.</summary>
    public async Task<LiveDocument> LiveAsync(CancellationToken cancellationToken)
    {
        var running = new List<JobDocument>();
        foreach (var (id, live) in scheduler.Running)
        {
            if (await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } job)
            {
                running.Add((await jobs.DescribeAsync(job, detail: false, cancellationToken).ConfigureAwait(false)).With(live));
            }
        }

        var frames = running.Sum(static j => j.Stages?.FirstOrDefault(static s => s.Name == "score")?.Rate ?? 0);
        var items = running.Sum(static j => j.Stages is [.., var last] ? last.Rate : 0);
        return new LiveDocument(
            time.GetUtcNow().ToUnixTimeMilliseconds(), await CountAsync(cancellationToken).ConfigureAwait(false), Budgets(), running, new LiveRates(Math.Round(items, 2), Math.Round(frames, 2)));
    }

    private async Task<ServerJobs> CountAsync(CancellationToken cancellationToken) =>
        new(await store.CountAsync(cancellationToken, JobState.Queued).ConfigureAwait(false), scheduler.Running.Count, options.Jobs);

    private IReadOnlyList<ServerBudget> Budgets() => [.. services.Budgets.Select(static b => new ServerBudget(b.Name, b.Slots, b.Used, b.Waiting))];
}

/// <summary>A server, as the API returns it. <c>token</c> is true while the server's token grants access, because there are no keys.</summary>
internal sealed record ServerDocument(
    string Version,
    string Library,
    bool Token,
    IReadOnlyList<string> Scopes,
    long StartedMs,
    long MaxUploadBytes,
    ServerJobs Jobs,
    IReadOnlyList<ServerBudget> Budgets,
    bool Web);

/// <summary>The queued and running jobs of a server, and how many may run at once.</summary>
internal sealed record ServerJobs(long Queued, int Running, int Limit);

/// <summary>A budget of workers that all jobs share.</summary>
internal sealed record ServerBudget(string Name, int Slots, int Used, int Waiting);

/// <summary>The activity of a server at one moment.</summary>
internal sealed record LiveDocument(long AtMs, ServerJobs Jobs, IReadOnlyList<ServerBudget> Budgets, IReadOnlyList<JobDocument> Running, LiveRates Rates);

/// <summary>The throughput of a server.</summary>
internal sealed record LiveRates(double ItemsPerSecond, double FramesPerSecond);
