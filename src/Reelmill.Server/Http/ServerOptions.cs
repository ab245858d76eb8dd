using System.Net;

namespace Reelmill.Server.Http;

/// <summary>The options of <c>serve</c>.</summary>
public sealed record ServerOptions
{
    /// <summary>Where packages, releases and <c>./run</c> put the page: <c>web</c> beside the program.</summary>
    internal static readonly string BuiltPage = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>The folder of the library; it is made when it is not there.</summary>
    public required string Library { get; init; }

    /// <summary>The address to listen on: a name or an address.</summary>
    /// <value><c>127.0.0.1</c> by default. Another one than a loopback address needs a key.</value>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on.</summary>
    /// <value>8080 by default; 0 for any that is free.</value>
    public int Port { get; init; } = 8080;

    /// <summary>The token that opens the server while its library has no keys: 8 to 512 visible ASCII characters.</summary>
    /// <value>Null by default: the server makes one of 256 random bits.</value>
    public string? Token { get; init; }

    /// <summary>Names, apart from <see cref="Host"/>, that the server answers to, as a reverse proxy or a browser sends them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The networks that inputs and webhooks may be at although they are not public.</summary>
    /// <value>None by default: public addresses only.</value>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>How many jobs run at once.</summary>
    /// <value>8 by default: enough that a short one does not wait for long ones; the budgets decide what is worked on.</value>
    public int Jobs { get; init; } = 8;

    /// <summary>How many jobs may wait; more are refused with <c>queue_full</c>.</summary>
    /// <value>10,000 by default.</value>
    public int QueuedJobs { get; init; } = 10_000;

    /// <summary>How many jobs of one key may wait or run.</summary>
    /// <value>5,000 by default.</value>
    public int JobsPerKey { get; init; } = 5_000;

    /// <summary>How many values the processor works on at once, over all jobs.</summary>
    /// <value>The number of cores by default.</value>
    public int CpuWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>How many values models work on at once, over all jobs.</summary>
    /// <value>The number of cores by default.</value>
    public int InferenceWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>How many downloads run at once, over all jobs.</summary>
    /// <value>4 by default.</value>
    public int Downloads { get; init; } = 4;

    /// <summary>The size, in bytes, over which an upload is refused.</summary>
    /// <value>8 GiB by default.</value>
    public long MaxUploadBytes { get; init; } = 8L << 30;

    /// <summary>How much of the library's disk uploads leave free, in bytes: at less, they are refused with <c>disk_full</c>.</summary>
    /// <value>A twentieth of the disk by default, and at most 1 GiB, when null.</value>
    public long? MinFreeBytes { get; init; }

    /// <summary>How many requests one client may make in a second, on the average; bursts of ten times as many pass.</summary>
    /// <value>200 by default.</value>
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>How many connections may be open at once.</summary>
    /// <value>2,000 by default.</value>
    public int Connections { get; init; } = 2_000;

    /// <summary>How many connections one address may have open; loopback, where proxies are, may have all.</summary>
    /// <value>200 by default.</value>
    public int ConnectionsPerAddress { get; init; } = 200;

    /// <summary>How many bytes a second a request's body must bring, after ten seconds of grace.</summary>
    /// <value>1,024 by default.</value>
    public int MinUploadBytesPerSecond { get; init; } = 1024;

    /// <summary>How many of the jobs that run at once may be of one key, so that others find a place: three quarters, rounded up.</summary>
    internal int JobsAtOncePerKey => Math.Max(1, Jobs - (Jobs / 4));

    /// <summary>How long ended jobs are kept.</summary>
    /// <value>30 days by default.</value>
    public TimeSpan KeepJobs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many bytes of uploads are kept; those of the oldest ended jobs go first.</summary>
    /// <value>100 GiB by default.</value>
    public long KeepUploadBytes { get; init; } = 100L << 30;

    /// <summary>The folder of the page that was built from <c>web/</c>.</summary>
    /// <value><c>web</c> beside the program by default; without it the API still serves.</value>
    public string Page { get; init; } = BuiltPage;

    /// <summary>How long a stop may take: what is in flight by then is left for the next start.</summary>
    /// <value>25 seconds by default.</value>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(25);
}
