namespace Reelmill.Media.Fetching;

/// <summary>Options for fetching inputs.</summary>
public sealed record FetchOptions
{
    /// <summary>The downloader of URLs.</summary>
    /// <value><see cref="FetcherKind.Auto"/> by default.</value>
    public FetcherKind Kind { get; init; } = FetcherKind.Auto;

    /// <summary>The maximum size of a download in bytes. Received bytes count, whatever length the server declares.</summary>
    /// <value>2 GiB by default.</value>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>The timeout for resolving the host and connecting to it.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout for a server that sends nothing.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The minimum rate in bytes per second, averaged over windows as long as <see cref="StallTimeout"/>. For yt-dlp, which also
    /// reads pages and joins files, windows are four times as long.
    /// </summary>
    /// <value>1,024 by default; 0 for any rate.</value>
    public long MinBytesPerSecond { get; init; } = 1024;

    /// <summary>The time limit of one input, including retries and excluding the wait for a slot at its host.</summary>
    /// <value>1 hour by default.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The maximum number of redirects to follow.</summary>
    /// <value>5 by default.</value>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>The maximum number of concurrent downloads from one host, over all fetchers of the process.</summary>
    /// <value>4 by default.</value>
    public int MaxPerHost { get; init; } = 4;

    /// <summary>The maximum number of attempts at a download that fails with transient errors.</summary>
    /// <value>3 by default.</value>
    public int MaxTries { get; init; } = 3;

    /// <summary>The addresses that may be connected to.</summary>
    /// <value>
    /// <see cref="AddressPolicy.Any"/> by default. With any other policy, yt-dlp connects through a proxy that applies the
    /// policy, and starts no other program. Media that ffmpeg would have to download or join is then unavailable.
    /// </value>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Any;

    /// <summary>The yt-dlp executable: a path, or a name to look up in PATH.</summary>
    /// <value><c>yt-dlp</c> by default.</value>
    public string YtDlpPath { get; init; } = "yt-dlp";

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(YtDlpPath);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MinBytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRedirects);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPerHost, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTries, 1);
    }
}
