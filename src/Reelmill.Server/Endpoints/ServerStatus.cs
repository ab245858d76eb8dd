using System.Reflection;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>What the server is doing, all of it at one moment.</summary>
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
        Page.IsBuilt(options));

    /// <summary>What the page shows live.</summary>
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

/// <summary>What a server is; <c>token</c> says that its token opens it, because there are no keys.</summary>
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

/// <summary>Jobs of a server.</summary>
internal sealed record ServerJobs(long Queued, int Running, int Limit);

/// <summary>A budget of workers.</summary>
internal sealed record ServerBudget(string Name, int Slots, int Used, int Waiting);

/// <summary>What a server is doing.</summary>
internal sealed record LiveDocument(long AtMs, ServerJobs Jobs, IReadOnlyList<ServerBudget> Budgets, IReadOnlyList<JobDocument> Running, LiveRates Rates);

/// <summary>How fast it is.</summary>
internal sealed record LiveRates(double ItemsPerSecond, double FramesPerSecond);
