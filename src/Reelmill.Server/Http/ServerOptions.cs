using System.Net;

namespace Reelmill.Server.Http;

/// <summary>The options of a server.</summary>
public sealed record ServerOptions
{
    /// <summary>The folder into which packages, releases and <c>./run</c> put the page: <c>web</c> beside the program.</summary>
    internal static readonly string BuiltPageFolder = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The folder of the library; created when it does not exist.</summary>
    public required string Library { get; init; }

    /// <summary>The host name or IP address to listen on.</summary>
    /// <value><c>127.0.0.1</c> by default. A non-loopback address requires a valid API key.</value>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on.</summary>
    /// <value>8080 by default; 0 for any free port.</value>
    public int Port { get; init; } = 8080;

    /// <summary>The token that grants access while the library has no API keys: 8 to 512 visible ASCII characters.</summary>
    /// <value>Null by default: the server generates one of 256 random bits.</value>
    public string? Token { get; init; }

    /// <summary>The host names, besides <see cref="Host"/>, that the server accepts in the Host header, such as those of a reverse proxy.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The non-public networks that inputs and webhooks may connect to.</summary>
    /// <value>None by default: public addresses only.</value>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>The number of jobs that run at once.</summary>
    /// <value>8 by default: enough that a short job does not wait for long ones. The worker budgets, not this number, limit the load.</value>
    public int Jobs { get; init; } = 8;

    /// <summary>The number of jobs that may be queued; further ones are refused with <c>queue_full</c>.</summary>
    /// <value>10,000 by default.</value>
    public int QueuedJobs { get; init; } = 10_000;

    /// <summary>The number of jobs of one API key that may be queued or running.</summary>
    /// <value>5,000 by default.</value>
    public int JobsPerKey { get; init; } = 5_000;

    /// <summary>The number of CPU-bound workers that run at once, over all jobs.</summary>
    /// <value>The number of cores by default.</value>
    public int CpuWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>The number of inference workers that run at once, over all jobs.</summary>
    /// <value>The number of cores by default.</value>
    public int InferenceWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>The number of downloads that run at once, over all jobs.</summary>
    /// <value>4 by default.</value>
    public int Downloads { get; init; } = 4;

    /// <summary>The maximum size of an upload in bytes; larger ones are refused.</summary>
    /// <value>8 GiB by default.</value>
    public long MaxUploadBytes { get; init; } = 8L << 30;

    /// <summary>The free space in bytes that uploads leave on the library's disk; below it, they are refused with <c>disk_full</c>.</summary>
    /// <value>Null by default: 5% of the disk, at most 1 GiB.</value>
    public long? MinFreeBytes { get; init; }

    /// <summary>The average number of requests per second that one client may make; bursts of ten times as many are allowed.</summary>
    /// <value>200 by default.</value>
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>The number of connections that may be open at once.</summary>
    /// <value>2,000 by default.</value>
    public int Connections { get; init; } = 2_000;

    /// <summary>The number of connections that one address may have open. Loopback, where reverse proxies connect from, is exempt.</summary>
    /// <value>200 by default.</value>
    public int ConnectionsPerAddress { get; init; } = 200;

    /// <summary>The minimum data rate of a request body in bytes per second, after a grace period of ten seconds.</summary>
    /// <value>1,024 by default.</value>
    public int MinUploadBytesPerSecond { get; init; } = 1024;

    /// <summary>The number of running jobs that one key may have: three quarters of <see cref="Jobs"/>, rounded up, so that other keys get a slot.</summary>
    internal int RunningJobsPerKey => Math.Max(1, Jobs - (Jobs / 4));

    /// <summary>The time for which ended jobs are kept.</summary>
    /// <value>30 days by default.</value>
    public TimeSpan KeepJobs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The total size of uploads to keep, in bytes; those that were used longest ago are deleted first.</summary>
    /// <value>100 GiB by default.</value>
    public long KeepUploadBytes { get; init; } = 100L << 30;

    /// <summary>The folder of the web page that is built from <c>web/</c>.</summary>
    /// <value><c>web</c> beside the program by default. Without a page the server still serves the API.</value>
    public string PageFolder { get; init; } = BuiltPageFolder;

    /// <summary>The time that a stop may take. Work that is still in flight then resumes at the next start.</summary>
    /// <value>25 seconds by default.</value>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(25);
}
